import { expect, test } from 'vitest';
import { type Events, type EventWrite, openEvents } from '../src/index.ts';
import { VirtualClock } from './support/virtual-clock.ts';

const VM = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', name: 'shop', namespace: 'prod', uid: '1-2-3' };
const FAILED = { type: 'Warning', reason: 'FailedCreateRevision', action: 'StoreRevision', note: 'The quota is exceeded.' } as const;

function open(most?: number): { readonly clock: VirtualClock; readonly events: Events } {
  const clock = new VirtualClock();
  return { clock, events: openEvents({ controller: 'instancetype.kubevirt.io/controller', instance: 'controller-0', clock, most }) };
}

function seriesOf(write: EventWrite): unknown {
  return write && 'patch' in write ? write.patch.json[1].value : write;
}

test('an event is as events.k8s.io/v1 takes it: a time of six digits, in the namespace of its object', () => {
  const { events } = open();
  expect(events.record(VM, FAILED)).toEqual({
    create: {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { name: expect.stringMatching(/^shop\.[0-9a-f]{16}$/), namespace: 'prod' },
      eventTime: '2026-01-31T10:00:00.000000Z',
      reportingController: 'instancetype.kubevirt.io/controller',
      reportingInstance: 'controller-0',
      regarding: VM,
      ...FAILED,
    },
  });
  expect(events.record({ kind: 'KubeVirt', name: 'kubevirt' }, FAILED)).toMatchObject({ create: { metadata: { namespace: 'default' } } });
});

test('what comes again within half an hour counts up, and is written ever more rarely', async () => {
  const { clock, events } = open();
  const first = events.record(VM, FAILED);
  const name = first && 'create' in first ? first.create.metadata.name : '';
  const writes: EventWrite[] = [];
  for (let count = 2; count <= 1000; count += 1) {
    await clock.advance(1000);
    writes.push(events.record(VM, FAILED));
  }
  const written = writes.filter((write) => write !== undefined);
  expect(written.map(seriesOf)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512].map((count) => ({ count, lastObservedTime: new Date(clock.wall() - (1000 - count) * 1000).toISOString().replace('Z', '000Z') })));
  expect(written[0]).toMatchObject({ patch: { name, namespace: 'prod', json: [{ op: 'test', path: '/reason', value: 'FailedCreateRevision' }, { op: 'add', path: '/series' }] } });
  // before the cluster forgets it
  const half = 30 * 60_000;
  await clock.advance(half - 1000);
  expect(seriesOf(events.record(VM, FAILED))).toMatchObject({ count: 1001 });
  await clock.advance(half / 2);
  expect(events.record(VM, FAILED)).toBeUndefined();
  await clock.advance(half / 2);
  expect(seriesOf(events.record(VM, FAILED))).toMatchObject({ count: 1003 });
  // after that it has
  await clock.advance(half);
  expect(events.record(VM, FAILED)).toHaveProperty('create');
});

test('of one object and reason only so many differ, and others are not touched by that', async () => {
  const { clock, events } = open();
  const created = Array.from({ length: 30 }, (_, number) => events.record(VM, { ...FAILED, note: `Attempt ${number}` })).filter((write) => write !== undefined);
  expect(created).toHaveLength(10);
  expect(events.dropped).toBe(20);
  expect(events.record({ ...VM, name: 'other' }, FAILED)).toHaveProperty('create');
  expect(events.record(VM, { ...FAILED, reason: 'Other' })).toHaveProperty('create');
  await clock.advance(600_000);
  expect(events.record(VM, FAILED)).toHaveProperty('create');
});

test('what is too long is cut where Kubernetes would refuse it', () => {
  const { events } = open();
  const write = events.record({ ...VM, name: `${'a'.repeat(235)}-${'b'.repeat(17)}` }, { ...FAILED, note: 'ü€😀'.repeat(500), reason: 'R'.repeat(200) });
  const event = write && 'create' in write ? write.create : undefined;
  expect(event?.metadata.name).toMatch(/^a{235}\.[0-9a-f]{16}$/);
  expect(Buffer.byteLength(event?.note ?? '')).toBeLessThanOrEqual(1024);
  expect(event?.note).toMatch(/^(ü€😀)+ü?€?$/u);
  expect(event?.reason).toHaveLength(128);
});

test('what is remembered is bounded', () => {
  const { events } = open(2);
  for (const name of ['a', 'b', 'a', 'c']) events.record({ ...VM, name }, FAILED);
  expect(seriesOf(events.record({ ...VM, name: 'a' }, FAILED))).toBeUndefined();
  expect(events.record({ ...VM, name: 'b' }, FAILED)).toHaveProperty('create');
});

test('what goes wrong for days, with the longest pauses of a queue, is one event', async () => {
  const { clock, events } = open();
  const writes: EventWrite[] = [];
  for (let time = 0; time < 100; time++) {
    writes.push(events.record(VM, FAILED));
    await clock.advance(1_000_000);
  }
  expect(writes.filter((write) => write && 'create' in write)).toHaveLength(1);
});

test('what was lost is made anew, and only that', () => {
  const { events } = open();
  events.record(VM, FAILED);
  events.record({ ...VM, name: 'other' }, FAILED);
  events.lost(VM, FAILED);
  expect(events.record(VM, FAILED)).toHaveProperty('create');
  expect(events.record({ ...VM, name: 'other' }, FAILED)).toHaveProperty('patch');
});
