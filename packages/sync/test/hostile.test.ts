import type { VirtualMachineLike } from '@instancetype/api';
import type { Cluster as Settings } from '@instancetype/defaults';
import { frozen } from '@instancetype-tools/test-values';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failureSteps, runSyncSteps, type SyncClient, type SyncOutcome, syncSteps } from '../src/index.ts';
import { Fault } from './cluster.ts';
import { INSTANCETYPE, NOW, oldRevision, PREFERENCE, VM } from './objects.ts';

/** A cluster that takes everything, and answers with what it is given. */
function yesMan(things: Readonly<Record<string, unknown>>, answer: unknown = undefined): SyncClient {
  const say = (value: unknown): object => (answer === undefined ? value : answer) as object;
  return {
    get: ({ kind }) => things[kind] as object | undefined,
    create: say,
    delete: say,
    patchStatus: say,
    update: say,
  };
}

function expectSense(outcome: SyncOutcome<unknown>): void {
  expect(['never', 'soon', 'backoff']).toContain(outcome.retry);
  if (outcome.error) {
    expect(outcome.error.message).toMatch(/^[^\n]{20,8000}$/u);
    expect(outcome.error.causes === undefined).toBe(outcome.error.fault !== undefined);
  }
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
}

const POLICIES = ['reference', 'expand', 'expandAll', 'other'];
const settings = (referencePolicy: unknown): Settings => ({ configuration: { instancetype: { referencePolicy: referencePolicy as string } } });
const OBJECTS = { [INSTANCETYPE.kind ?? '']: INSTANCETYPE, [PREFERENCE.kind ?? '']: PREFERENCE, ControllerRevision: oldRevision('old', INSTANCETYPE) };
const FULL: VirtualMachineLike = {
  ...VM,
  status: {
    instancetypeRef: { name: 'small', kind: '', controllerRevisionRef: { name: 'old' } },
    preferenceRef: { name: 'fedora', controllerRevisionRef: { name: '' } },
    conditions: [{ type: 'Failure', status: 'True', reason: 'FailedCreate', message: 'm', lastTransitionTime: 't' }],
  } as never,
};
const HOSTILE: readonly [string, unknown][] = [
  ['null', null],
  ['a number', 5],
  ['text', 'text'],
  ['true', true],
  ['false', false],
  ['a list', [1, null, 'x', []]],
  ['an object', { length: 3, name: {} }],
  ['hostile keys', JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')],
];

function places(value: unknown, path: readonly string[] = []): (readonly [string, readonly string[]])[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, each]) => places(each, [...path, key])) : [];
  return [[path.join('.') || '(all)', path], ...inner];
}

function replaced<T>(value: T, [key, ...rest]: readonly string[], by: unknown): T {
  if (key === undefined) return by as T;
  if (Array.isArray(value)) return value.map((inner: unknown, index) => (String(index) === key ? replaced(inner, rest, by) : inner)) as T;
  return { ...value, [key]: replaced((value as Record<string, unknown>)[key], rest, by) };
}

function passes(vm: unknown, client: SyncClient): void {
  for (const policy of POLICIES) expectSense(runSyncSteps(syncSteps(frozen(vm) as VirtualMachineLike, { cluster: settings(policy), now: NOW }), client));
}

describe.each(HOSTILE)('%s in place of', (_what, hostile) => {
  test.each(places(FULL))('%s of a VM', (_name, path) => {
    passes(replaced(FULL, path, hostile), yesMan(OBJECTS));
  });

  test.each(Object.keys(OBJECTS))('a part of what is read: %s', (kind) => {
    for (const [, path] of places(OBJECTS[kind])) passes(FULL, yesMan({ ...OBJECTS, [kind]: frozen(replaced(OBJECTS[kind], path, hostile)) }));
  });

  test('an answer, a policy, settings, and what is thrown', () => {
    passes(FULL, yesMan(OBJECTS, hostile));
    passes(VM, yesMan(OBJECTS, hostile));
    passes(VM, yesMan(OBJECTS, { metadata: hostile, status: hostile, spec: hostile }));
    for (const cluster of [settings(hostile), { configuration: hostile }, hostile]) expectSense(runSyncSteps(syncSteps(VM, { cluster: cluster as Settings }), yesMan(OBJECTS)));
    const fault = Object.assign(new Fault('forbidden'), { message: hostile, retryAfterSeconds: hostile });
    expectSense(runSyncSteps(syncSteps(VM), { ...yesMan(OBJECTS), create: () => { throw fault; } }));
  });

  test('a part of what a condition is written to', () => {
    const vm = frozen({ ...VM, status: { conditions: [hostile, { type: hostile, reason: hostile }] } }) as VirtualMachineLike;
    expect(() => runSyncSteps(failureSteps(vm, { reason: 'x', message: 'y' }), yesMan({}, hostile))).not.toThrow();
    expect(() => runSyncSteps(failureSteps(vm, undefined, { isOwn: () => true }), yesMan({}, hostile))).not.toThrow();
  });
});

test('for any frozen JSON as VM, objects and answers: an outcome, and no exception', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  const matchers = fc.record({ name: fc.oneof(fc.constant('small'), json), kind: json, revisionName: json, inferFromVolume: json }, { requiredKeys: [] });
  const vms = fc.oneof(
    json,
    fc.record({ metadata: fc.oneof(fc.constant(VM.metadata), json), spec: fc.record({ instancetype: fc.oneof(matchers, json), preference: fc.oneof(matchers, json), template: fc.oneof(fc.constant(VM.spec?.template), json) }, { requiredKeys: [] }), status: fc.oneof(json, fc.constant(FULL.status)) }),
  );
  const objects = fc.record({ VirtualMachineClusterInstancetype: fc.oneof(fc.constant(INSTANCETYPE), json), VirtualMachineClusterPreference: fc.oneof(fc.constant(PREFERENCE), json), ControllerRevision: json });
  fc.assert(
    fc.property(vms, objects, fc.oneof(fc.constant(undefined), json), (vm, things, answer) => {
      passes(vm, yesMan(frozen(things), frozen(answer)));
    }),
    { numRuns: 500 },
  );
});

test('thousands of conflicts make a message that a cluster takes', () => {
  const annotations = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`example.com/annotation-${index}`, 'theirs']));
  const mine = Object.fromEntries(Object.keys(annotations).map((key) => [key, 'mine']));
  const vm = frozen({ ...VM, spec: { ...VM.spec, template: { metadata: { annotations: mine }, spec: { domain: {} } } } });
  const outcome = runSyncSteps(syncSteps(vm), yesMan({ ...OBJECTS, [INSTANCETYPE.kind ?? '']: { ...INSTANCETYPE, spec: { annotations } } }));
  expect(outcome.error?.causes).toHaveLength(5_000);
  const [said, more] = outcome.error?.message.split('; and ') ?? [];
  expect((said?.split('; ').length ?? 0) + Number(more?.replace(' more', ''))).toBe(5_000);
  expect(outcome.error?.message.length).toBeLessThan(5_000);
});
