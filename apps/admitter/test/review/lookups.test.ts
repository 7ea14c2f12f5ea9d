import { describe, expect, test } from 'vitest';
import type { ObjectRef } from '@instancetype/api';
import { ask, instancetype, type Json, mutating, preference, readerOf, reviewOf, STRICT, validating, vm } from './harness.ts';
import { createReviewer } from '../../src/index.ts';

const object = vm({ instancetype: { name: 'it' }, preference: { name: 'pr' } });
const it = instancetype({ cpu: { guest: 2 }, memory: { guest: '2Gi' } });
const pr = preference({ requirements: { cpu: { guest: 4 } } });

const failing = (code: string) => ({ get: () => Promise.reject(Object.assign(new Error('secret-host:6443 is down'), { code })) });

test('what is at hand is judged at once, without waiting', () => {
  const reviewer = createReviewer({ reader: readerOf(it, pr), cluster: () => ({}), settings: STRICT });
  const reply = reviewer({ path: '/virtualmachines-validate', review: reviewOf(object), warnings: [] });
  expect(reply).not.toBeInstanceOf(Promise);
  expect(reply).toMatchObject({ decision: { allowed: false, reasons: ['requirement-cpu'] } });
});

test('a reader that answers later changes nothing, and reads each object once', async () => {
  const reader = readerOf(it, pr);
  const asked: string[] = [];
  const later = { get: async (ref: ObjectRef) => (asked.push(ref.name), reader.get(ref)) };
  const [now, then] = [await validating(object, { reader }), await validating(object, { reader: later })];
  expect(then.reply).toEqual(now.reply);
  expect(asked.toSorted()).toEqual(['it', 'pr']);
});

test('objects that say no namespace are looked up in that of the review', async () => {
  const namespaced = { ...it, kind: 'VirtualMachineInstancetype', metadata: { name: 'it', namespace: 'prod' } };
  const bare = vm({ instancetype: { name: 'it', kind: 'virtualmachineinstancetype' } }, { cpu: { sockets: 1 } }, { namespace: undefined });
  expect((await validating(bare, { reader: readerOf(namespaced) })).fields).toEqual(['FieldValueInvalid spec.template.spec.domain.cpu.sockets']);
});

describe('a cluster that does not answer', () => {
  test.each([['unavailable'], ['timed-out'], ['forbidden'], ['too-many-requests']])('%s: a VM is allowed with a warning, as KubeVirt does', async (code) => {
    const answer = await validating(object, { reader: failing(code) });
    expect(answer.allowed).toBe(true);
    expect(answer.warnings).toHaveLength(2);
    expect(answer.warnings.join()).toContain(`cannot read VirtualMachineClusterInstancetype "it": ${code}`);
    expect(answer.reply.decision.reasons).toEqual(['instancetype-not-readable', 'preference-not-readable']);
    const mutated = await mutating(object, { reader: failing(code) });
    expect(mutated.allowed).toBe(true);
    expect(mutated.warnings.join()).toContain('spec.preference');
  });

  test.each([['unavailable', 503], ['forbidden', 503], ['timed-out', 504]])('%s, strict: denied with %i, naming the object', async (code, status) => {
    const answer = await validating(object, { reader: failing(code), settings: STRICT });
    expect(answer).toMatchObject({ status: 200, allowed: false, code: status });
    expect(answer.message).toContain('VirtualMachineClusterInstancetype "it"');
    expect(answer.message).not.toContain('secret-host');
    expect(answer.reply.decision.reasons).toEqual(['object-not-readable']);
  });

  test('inference cannot go on without: denied with 503', async () => {
    const inferring = { ...object, spec: { ...object.spec, preference: undefined, instancetype: { inferFromVolume: 'root' }, template: { spec: { domain: { devices: {} }, volumes: [{ name: 'root', persistentVolumeClaim: { claimName: 'c' } }] } } } };
    expect(await mutating(inferring, { reader: failing('unavailable') })).toMatchObject({ allowed: false, code: 503 });
  });

  test('an object that is not there is no fault', async () => {
    const answer = await validating(object, { reader: failing('not-found') });
    expect(answer.reply.decision.reasons).toEqual(['instancetype-not-found', 'preference-not-found']);
    expect(await validating(object, { reader: failing('not-found'), settings: STRICT })).toMatchObject({ allowed: false, code: 422, fields: ['FieldValueNotFound spec.instancetype', 'FieldValueNotFound spec.preference'] });
  });
});

describe('when time is up', () => {
  const silent = { get: () => new Promise<never>(() => undefined) };

  test('a lookup that does not end counts as unreadable', async () => {
    const timer = new AbortController();
    const answer = ask('/virtualmachines-validate', reviewOf(object), { reader: silent, signal: timer.signal, settings: STRICT });
    timer.abort();
    expect(await answer).toMatchObject({ allowed: false, code: 504 });
  });

  test('it may have been up before; KubeVirt\'s way then is to allow', async () => {
    expect(await validating(object, { reader: silent, signal: AbortSignal.abort() })).toMatchObject({ allowed: true, warnings: [expect.stringContaining('timed-out'), expect.stringContaining('timed-out')] });
  });
});

test('a VM cannot make the webhook flood the cluster', async () => {
  let asked = 0;
  const dataVolumeTemplates = Array.from({ length: 10_000 }, (_, index) => ({ metadata: { name: `d${index}` }, spec: { sourceRef: { kind: 'DataSource', name: `s${index}` } } }));
  const reader = { get: async () => ((asked += 1), undefined) };
  expect((await mutating(vm({ dataVolumeTemplates }), { reader })).allowed).toBe(true);
  expect(asked).toBeLessThanOrEqual(64);
});

describe('a defect of our own', () => {
  const hostile = { get: (): never => undefined as never };
  const broken = { ...STRICT, get missingObjects(): never { throw new TypeError('broken'); } };

  test('is a denial with 500, and is told', async () => {
    const told: unknown[] = [];
    const answer = await validating(object, { reader: hostile, settings: broken, onDefect: (error, decision) => told.push(error, decision.uid) });
    expect(answer).toMatchObject({ status: 200, allowed: false, code: 500 });
    expect(answer.message).not.toContain('broken');
    expect(told).toEqual([new TypeError('broken'), 'c0ffee']);
  });

  test('stays one where whoever is told fails too, and where it comes later', async () => {
    const onDefect = (): never => {
      throw new Error('the log is full');
    };
    expect(await validating(object, { settings: broken, onDefect })).toMatchObject({ allowed: false, code: 500 });
    let reads = 0;
    const poisoned = { get: async (): Promise<object> => Object.defineProperty({ reads: reads++ }, 'spec', { get: () => { throw new TypeError('late'); } }) };
    expect(await validating(object, { reader: poisoned })).toMatchObject({ allowed: false, code: 500 });
  });
});

test('hostile keys are data: nothing is added to any prototype', async () => {
  const keys = JSON.parse('{"__proto__":"x","constructor":"y","prototype":"z"}') as Json;
  const hostile: Json = { ...vm({ preference: { name: 'pr' } }), metadata: { name: 'web', namespace: 'prod', labels: keys, annotations: keys } };
  hostile.spec.template.metadata = { annotations: keys };
  const answer = await mutating(hostile, { reader: readerOf(preference({ annotations: keys })) });
  expect(answer.allowed).toBe(true);
  expect(answer.patch.map(({ path }) => path)).not.toContain('/metadata');
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Json).x).toBeUndefined();
});
