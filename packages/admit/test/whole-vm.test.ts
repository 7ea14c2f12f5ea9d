import type { InstancetypeSpec, ObjectRef, PreferenceSpec, VirtualMachineLike, VmiSpecLike } from '@instancetype/api';
import { frozen } from '@instancetype-tools/test-values';
import { describe, expect, test } from 'vitest';
import { admit, admitAsync, type AdmitOptions } from '../src/index.ts';
import { readerOf } from './verdict.ts';

const it = (more: InstancetypeSpec = {}): InstancetypeSpec => ({ ...more, cpu: { guest: 2, ...more.cpu }, memory: { guest: '2Gi', ...more.memory } });

/** A VM that its structure does not speak against. */
function vmOf(matchers: object, spec: VmiSpecLike = {}, template: object = {}, metadata: object = {}): VirtualMachineLike {
  const domain = { devices: {}, ...spec.domain };
  return frozen({ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name: 'vm', namespace: 'ns', ...metadata }, spec: { runStrategy: 'Always', ...matchers, template: { ...template, spec: { ...spec, domain } } } });
}

function judged(spec: VmiSpecLike, instancetype?: InstancetypeSpec, preference?: PreferenceSpec, options: AdmitOptions = {}): ReturnType<typeof admit<VirtualMachineLike>> {
  const matchers = { ...(instancetype && { instancetype: { name: 'it' } }), ...(preference && { preference: { name: 'pr' } }) };
  return admit(vmOf(matchers, spec), readerOf(frozen(instancetype), frozen(preference)), { steps: 'all', ...options });
}
const codes = (outcome: ReturnType<typeof admit>): string[] => (outcome.ok ? [] : outcome.causes.map(({ code }) => code));
const fields = (outcome: ReturnType<typeof admit>): string[] => (outcome.ok ? [] : outcome.causes.map(({ reason, field }) => `${reason} ${field}`));

const DOMAIN = 'FieldValueInvalid spec.template.spec.domain';

// BEHAVIOUR 14.3 steps 1 and 6; 15.6
describe('a VM as a whole', () => {
  test('that is well is allowed', () => {
    expect(judged({}, it(), {})).toMatchObject({ ok: true, notes: [] });
  });

  test('is refused for its structure before anything is looked up, and not while it is being deleted', () => {
    const reader = { get: (): never => { throw new Error('asked'); } };
    const broken = vmOf({ color: 'red', instancetype: { name: 'it' } });
    expect(fields(admit(broken, reader, { steps: 'all' }))).toEqual(['FieldValueNotSupported spec.color']);
    const leaving = vmOf({ instancetype: { name: 'it' } }, {}, {}, { deletionTimestamp: '2026-01-01T00:00:00Z' });
    expect(admit(leaving, reader, { steps: 'all' })).toMatchObject({ ok: true, value: expect.toSatisfy((value) => value === leaving) });
  });

  test('is judged by its references alone unless more is asked for', () => {
    const odd = vmOf({ color: 'red' }, { domain: { cpu: { sockets: 8, maxSockets: 4 } } }, { metadata: { labels: { 'a b': '' } } });
    expect(admit(odd, readerOf()).ok).toBe(true);
  });

  test('takes an amount that is a number with a fraction, and notes it', () => {
    const outcome = admit(vmOf({}, { domain: { memory: { guest: 1073741824.5 } } }), readerOf(), { steps: 'all' });
    expect(outcome.ok && outcome.notes).toMatchObject([{ severity: 'warning', field: 'spec.template.spec.domain.memory.guest' }]);
    expect(fields(judged({ domain: { cpu: { cores: 1.5 } } }))).toEqual([`${DOMAIN}.cpu.cores`]);
  });

  test('tells a field in another letter case among the notes', () => {
    const outcome = admit(vmOf({ Instancetype: { name: 'it' } }), readerOf(), { steps: 'all' });
    expect(outcome.ok && outcome.notes).toMatchObject([{ severity: 'warning', field: 'spec.Instancetype' }]);
  });
});

describe('sockets', () => {
  test('may not be more than the maximum, of the VM or of its instance type', () => {
    expect(fields(judged({ domain: { cpu: { sockets: 8, maxSockets: 4 } } }))).toEqual([`${DOMAIN}.cpu.sockets`]);
    expect(fields(judged({}, it({ cpu: { guest: 8, maxSockets: 4 } })))).toEqual([`${DOMAIN}.cpu.sockets`]);
    expect(fields(judged({}, it({ cpu: { guest: 4, maxSockets: 4 } })))).toEqual([]);
  });

  test('of no number are not compared, but told: an instance type may hold what has no order', () => {
    const maxSockets = JSON.parse('{"toString":null,"valueOf":null}') as number;
    expect(fields(judged({}, it({ cpu: { guest: 8, maxSockets } })))).toEqual(['FieldValueInvalid spec.cpu.maxSockets']);
  });

  test('of 0 mean none, and without live updates there is no maximum', () => {
    expect(fields(judged({ domain: { cpu: { sockets: 8, maxSockets: 0 } } }))).toEqual([]);
    expect(fields(judged({ domain: { cpu: { sockets: 8, maxSockets: 4 } } }, undefined, undefined, { cluster: { configuration: { vmRolloutStrategy: 'Stage' } } }))).toEqual([]);
    expect(fields(judged({ domain: { cpu: { sockets: 8, maxSockets: 4 } } }, undefined, undefined, { cluster: { configuration: { vmRolloutStrategy: 'LiveUpdate' } } }))).toHaveLength(1);
  });
});

describe('memory that is to grow', () => {
  const growing = (memory: object, more: object = {}, architecture = 'amd64') => judged({ architecture, domain: { memory: { maxGuest: '4Gi', guest: '2Gi', ...memory }, ...more } });

  test('can, on amd64, in whole blocks, from 1Gi on', () => {
    for (const memory of [{}, { guest: '4Gi' }, { guest: '1026Mi' }, { guest: '1Gi' }, { hugepages: { pageSize: '1Gi' } }, { guest: '1026Mi', hugepages: { pageSize: '2Mi' } }]) expect(codes(growing(memory))).toEqual([]);
    expect(judged({ domain: { memory: { guest: '512Mi' } } }).ok).toBe(true);
  });

  test.each<[string, ReturnType<typeof growing>, string]>([
    ['realtime', growing({}, { cpu: { realtime: {} } }), 'realtime'],
    ['NUMA', growing({}, { cpu: { numa: { guestMappingPassthrough: {} } } }), 'NUMA'],
    ['launch security', growing({}, { launchSecurity: { sev: {} } }), 'launchSecurity'],
    ['no guest memory', growing({ guest: null }), 'memory.guest is'],
    ['more than the maximum', growing({ guest: '5Gi' }), 'more than maxGuest'],
    ['half a block', growing({ guest: '1025Mi' }), 'no multiple of 2Mi'],
    ['half a block at most', growing({ maxGuest: '4097Mi' }), 'maxGuest is no multiple of 2Mi'],
    ['half a huge page', growing({ guest: '1536Mi', hugepages: { pageSize: '1Gi' } }), 'no multiple of 1Gi'],
    ['another architecture', growing({}, {}, 'arm64'), '"arm64"'],
    ['less than 1Gi', growing({ guest: '512Mi' }), 'less than 1Gi'],
  ])('%s: refused, saying why', (_what, outcome, why) => {
    expect(fields(outcome)).toEqual([`${DOMAIN}.memory.guest`]);
    expect(outcome).toMatchObject({ causes: [{ code: 'memory-not-hotpluggable', message: expect.stringContaining(why) }] });
  });

  test('is looked at with all that instance type and preference bring, where the cluster updates VMs while they run', () => {
    const arm = { preferredArchitecture: 'arm64' };
    const growable = it({ memory: { guest: '2Gi', maxGuest: '4Gi' } });
    expect(codes(judged({}, growable))).toEqual([]);
    expect(codes(judged({}, growable, arm))).toEqual(['memory-not-hotpluggable']);
    expect(codes(judged({}, growable, arm, { cluster: { configuration: { vmRolloutStrategy: 'Stage' } } }))).toEqual([]);
  });
});

// RELIABILITY, row 33 of its bad inputs
test.each([
  [{ sockets: 65_536, cores: 65_536, threads: 2 }, ['too-many-vcpus']],
  [{ sockets: 65_536, cores: 65_536 }, ['too-many-vcpus']],
  [{ sockets: 65_535, cores: 65_537, threads: 1 }, []],
])('%j: vCPUs that can not be counted are refused', (cpu, expected) => {
  expect(codes(judged({ domain: { cpu } }))).toEqual(expected);
});

// RELIABILITY, row 34 of its bad inputs
test('negative memory is a warning or a refusal, wherever it comes from', () => {
  for (const [spec, instancetype] of [[{ domain: { memory: { guest: '-1Gi' } } }, undefined], [{}, it({ memory: { guest: '-1Gi' } })]] as const) {
    const accepted = judged(spec, instancetype);
    expect(accepted.ok && accepted.notes).toMatchObject([{ code: 'memory-negative', severity: 'warning', field: 'spec.template.spec.domain.memory.guest' }]);
    expect(codes(judged(spec, instancetype, undefined, { negativeMemory: 'deny' }))).toEqual(['memory-negative']);
  }
});

// RELIABILITY, row 41 of its bad inputs
describe('labels and annotations of the template', () => {
  const withMetadata = (metadata: object, preference?: PreferenceSpec) => admit(vmOf(preference ? { preference: { name: 'pr' } } : {}, {}, { metadata }), readerOf(undefined, frozen(preference)), { steps: 'all' });

  test('of qualified names are accepted', () => {
    expect(codes(withMetadata({ labels: { 'example.org/tier': 'web_1.2-3', app: '' }, annotations: { 'Example.org/x': 'any' } }))).toEqual([]);
  });

  test.each([
    [{ labels: { 'Example.org/tier': 'web' } }, 'label-key-invalid'],
    [{ labels: { tier: '-web' } }, 'label-value-invalid'],
    [{ labels: { tier: 'x'.repeat(64) } }, 'label-value-invalid'],
    [{ annotations: { 'a b': '' } }, 'annotation-key-invalid'],
    [{ annotations: { a: 'x'.repeat(300_000) } }, 'annotations-too-large'],
  ])('%.60j are refused', (metadata, code) => {
    expect(codes(withMetadata(metadata))).toEqual([code]);
  });

  test('count together with those that the preference brings', () => {
    expect(codes(withMetadata({ annotations: { a: 'x'.repeat(200_000) } }, { annotations: { b: 'x'.repeat(100_000) } }))).toEqual(['annotations-too-large']);
    expect(codes(withMetadata({}, { annotations: { 'a b': '' } }))).toEqual(['annotation-key-invalid']);
  });

  test('are told ten at a time', () => {
    expect(codes(withMetadata({ labels: Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`bad key ${index}`, ''])) }))).toHaveLength(10);
  });
});

// RELIABILITY, row 47 of its bad inputs; BEHAVIOUR 10.3
describe('the revision in which an object is going to be stored', () => {
  const LONG = 'v'.repeat(240);
  const live = { kind: 'VirtualMachineClusterInstancetype', metadata: { name: 'it', uid: 'd1c1ae0c-54bc-4ae0-84a9-5f7b6b4e2f6d', generation: 1 }, spec: it() };
  const reader = (object: object = live) => {
    const asked: string[] = [];
    return { asked, get: ({ kind, name }: ObjectRef) => (asked.push(name), kind === live.kind && name !== 'gone' ? object : undefined) };
  };
  const named = (name: string, matcher: object = {}, more: object = {}) => frozen({ ...vmOf({ instancetype: { name: 'it', ...matcher } }, {}, {}, { name }), ...more });

  test('must get a name that Kubernetes takes: refused, with its length', () => {
    expect(admit(named(LONG), reader(), { steps: 'all' })).toMatchObject({
      ok: false,
      causes: [{ code: 'revision-name-too-long', severity: 'error', reason: 'FieldValueInvalid', field: 'spec.instancetype', message: expect.stringContaining(String(`${LONG}-it-v1beta1-${live.metadata.uid}-1`.length)) }],
    });
    expect(codes(admit(named('v'.repeat(200)), reader(), { steps: 'all' }))).toEqual([]);
  });

  test('must get labels that Kubernetes takes', () => {
    const long = 'i'.repeat(64);
    const object = { ...live, metadata: { ...live.metadata, name: long } };
    expect(codes(admit(named('vm', { name: long }), reader(object), { steps: 'all' }))).toEqual(['revision-label-too-long']);
  });

  test('does not matter where none will be made: another policy, or one that is there', () => {
    expect(admit(named(LONG), reader(), { steps: 'all', cluster: { configuration: { instancetype: { referencePolicy: 'expand' } } } }).ok).toBe(true);
    const revision = { kind: 'ControllerRevision', metadata: { name: 'rev', labels: { 'instancetype.kubevirt.io/object-name': 'it' } }, data: { ...live, apiVersion: 'instancetype.kubevirt.io/v1beta1' } };
    const stored = named(LONG, {}, { status: { instancetypeRef: { name: 'it', controllerRevisionRef: { name: 'rev' } } } });
    expect(admit(stored, { get: ({ kind }) => (kind === 'ControllerRevision' ? revision : live) }, { steps: 'all' }).ok).toBe(true);
    expect(admit(named(LONG, { name: 'gone' }), reader(), { steps: 'all' })).toMatchObject({ ok: true, notes: [{ code: 'instancetype-not-found' }] });
  });

  test('costs no lookup where the names are short', () => {
    const short = reader();
    admit(named('vm'), short, { steps: 'all' });
    expect(short.asked).toEqual(['it']);
  });

  test('is passed over where the object cannot be read a second time, if faults are', async () => {
    const fault = new Error('gone away');
    const once = () => {
      let reads = 0;
      return { get: (): object => { if (reads++ > 0) throw fault; return live; } };
    };
    expect(() => admit(named(LONG), once(), { steps: 'all' })).toThrow(fault);
    expect(admit(named(LONG), once(), { steps: 'all', ignoresFault: () => true }).ok).toBe(true);
    expect((await admitAsync(named(LONG), once(), { steps: 'all', ignoresFault: () => true })).ok).toBe(true);
  });
});
