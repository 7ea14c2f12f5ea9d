import { describe, expect, test } from 'vitest';
import { sync } from '../src/index.ts';
import { Cluster, Fault, type Thing, type Vm } from './cluster.ts';
import { INSTANCETYPE, NOW, oldRevision, PREFERENCE, revision, STORED_INSTANCETYPE, STORED_PREFERENCE, VM, withPolicy } from './objects.ts';

const pass = (cluster: Cluster): ReturnType<typeof sync> => sync(cluster.vm, cluster, { now: NOW });
const failureOf = (vm: Vm): unknown => vm.status?.conditions?.find((each) => (each as { readonly type?: string }).type === 'Failure');
const withStatus = (name: string): Vm => ({ ...VM, status: { instancetypeRef: { name: 'small', controllerRevisionRef: { name } } } });

/** Rows 42, 43, 46 to 48 of RELIABILITY's bad inputs, and BEHAVIOUR 15.1 step 2 and 3. */
const MANIFESTS: readonly { readonly what: string; readonly vm?: Vm; readonly things: readonly Thing[]; readonly expected: object; readonly says: RegExp }[] = [
  { what: 'no instance type', things: [PREFERENCE], expected: { reason: 'FailedFindInstancetype', code: 'instancetype-not-found', retry: 'backoff' }, says: /small/ },
  { what: 'no preference', things: [INSTANCETYPE], expected: { reason: 'FailedFindPreference', code: 'preference-not-found', retry: 'backoff' }, says: /fedora/ },
  { what: 'an unknown kind', vm: { ...VM, spec: { ...VM.spec, instancetype: { name: 'small', kind: 'Foo' } } }, things: [], expected: { reason: 'FailedFindInstancetype', code: 'unknown-kind', retry: 'never' }, says: /Foo/ },
  { what: 'a revision that is gone', vm: withStatus('gone'), things: [INSTANCETYPE, PREFERENCE], expected: { reason: 'FailedFindInstancetype', code: 'revision-not-found', retry: 'backoff' }, says: /gone/ },
  {
    what: 'an empty revision',
    vm: { ...VM, spec: { ...VM.spec, instancetype: { name: 'small', revisionName: 'rev' } } },
    things: [revision('rev', null as never), PREFERENCE],
    expected: { reason: 'FailedFindInstancetype', code: 'revision-empty', retry: 'backoff' },
    says: /rev/,
  },
  {
    what: 'a revision of another kind',
    vm: { ...VM, spec: { ...VM.spec, instancetype: { name: 'small', revisionName: 'rev' } } },
    things: [revision('rev', { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine' }), PREFERENCE],
    expected: { reason: 'FailedFindInstancetype', retry: 'backoff' },
    says: /rev/,
  },
  {
    what: 'a conflict',
    vm: { ...VM, spec: { ...VM.spec, template: { spec: { domain: { cpu: { sockets: 1, cores: 2 } } } } } },
    things: [INSTANCETYPE, PREFERENCE],
    expected: { reason: 'FailedCreate', code: 'instancetype-conflict', isEvent: true, retry: 'backoff' },
    says: /stored: .*cores.*; .*sockets|stored: .*sockets.*; .*cores/,
  },
  { what: 'no template', vm: { ...VM, spec: { instancetype: { name: 'small' } } }, things: [INSTANCETYPE], expected: { reason: 'FailedCreate', code: 'template-missing', isEvent: true, retry: 'never' }, says: /spec\.template/ },
  {
    what: 'other data under the name of the revision',
    things: [INSTANCETYPE, PREFERENCE, revision(STORED_INSTANCETYPE, { ...INSTANCETYPE, apiVersion: 'instancetype.kubevirt.io/v1beta1', spec: { cpu: { guest: 9 } } })],
    expected: { reason: 'FailedCreate', code: 'revision-differs', isEvent: true, retry: 'backoff' },
    says: /cpu\.guest/,
  },
  {
    what: "other data under the name of the preference's revision",
    things: [INSTANCETYPE, PREFERENCE, revision(STORED_PREFERENCE, { ...PREFERENCE, apiVersion: 'instancetype.kubevirt.io/v1beta1', spec: { cpu: { preferredCPUTopology: 'cores' } } })],
    expected: { reason: 'FailedCreate', code: 'revision-differs', isEvent: true, retry: 'backoff' },
    says: /preferredCPUTopology/,
  },
  {
    what: 'no name yet',
    vm: { ...VM, spec: { ...VM.spec, instancetype: { inferFromVolume: 'root' } } },
    things: [PREFERENCE],
    expected: { reason: 'FailedFindInstancetype', code: 'name-missing', retry: 'never' },
    says: /name/,
  },
  {
    what: 'a name that no cluster takes',
    vm: { ...VM, metadata: { ...VM.metadata, name: 'v'.repeat(250) } },
    things: [INSTANCETYPE, PREFERENCE],
    expected: { reason: 'FailedCreate', code: 'revision-name-too-long', isEvent: true, retry: 'never' },
    says: /\d{3}/,
  },
  {
    what: 'an upgrade to a name under which other data is',
    vm: withStatus('old-it'),
    things: [oldRevision('old-it', INSTANCETYPE), PREFERENCE, revision(STORED_INSTANCETYPE, { ...INSTANCETYPE, apiVersion: 'instancetype.kubevirt.io/v1beta1', spec: { cpu: { guest: 9 } } })],
    expected: { reason: 'FailedCreate', code: 'revision-differs', isEvent: true, retry: 'backoff' },
    says: /upgraded: .*cpu\.guest/,
  },
];

test.each(MANIFESTS)('$what', async ({ vm = VM, things, expected, says }) => {
  const { reason, code, isEvent, retry } = expected as { readonly reason: string; readonly code?: string; readonly isEvent?: boolean; readonly retry: string };
  const cluster = new Cluster(vm, ...things);
  const outcome = await pass(cluster);
  expect(outcome).toMatchObject({ error: { reason, message: expect.stringMatching(says) }, retry, proceed: false });
  if (code !== undefined) expect(outcome.error?.causes?.[0].code).toBe(code);
  const causes = outcome.error?.causes?.map(({ message }) => message.replace(/\.$/, '')).join('; ') ?? '';
  expect(outcome.error?.message.endsWith(`: ${causes}`)).toBe(true);
  const condition = { type: 'Failure', status: 'True', reason, message: outcome.error?.message, lastTransitionTime: '2026-05-04T03:02:01Z' };
  expect(failureOf(cluster.vm)).toEqual(condition);
  expect(outcome.condition).toEqual(condition);
  expect(outcome.event).toEqual(isEvent ? { type: 'Warning', reason: 'FailedCreate', message: outcome.error?.message } : undefined);
  // it is said once: a failing VM does not make a loop of writes
  const settled = cluster.landed.length;
  await pass(cluster);
  expect(cluster.landed).toHaveLength(settled);
});

test('a store that fails half-way leaves the references alone (Appendix B3); the next pass needs two writes more, and one for the condition', async () => {
  const cluster = new Cluster(VM, INSTANCETYPE, PREFERENCE);
  cluster.faults.set(`create ${STORED_PREFERENCE}`, new Fault('forbidden', 'exceeded quota'));
  const outcome = await pass(cluster);
  expect(outcome).toMatchObject({ error: { reason: 'FailedCreate', fault: { code: 'forbidden' } }, event: { reason: 'FailedCreate' }, retry: 'backoff' });
  expect(cluster.vm.status).toEqual({ conditions: [expect.objectContaining({ message: expect.stringContaining('exceeded quota') })] });
  cluster.faults.clear();
  cluster.landed.length = 0;
  expect(await pass(cluster)).toMatchObject({ error: undefined, condition: undefined });
  expect(cluster.landed).toEqual([`create ${STORED_PREFERENCE}`, 'patch', 'patch']);
  expect(cluster.vm.status).toMatchObject({ conditions: [], preferenceRef: { controllerRevisionRef: { name: STORED_PREFERENCE } } });
});

describe('a fault of the cluster is no error of a manifest', () => {
  const CALLS = ['get VirtualMachineClusterInstancetype', 'get VirtualMachineClusterPreference', 'create', 'patch'];

  test.each(['unavailable', 'timed-out', 'too-many-requests', 'unauthorized', 'gone', 'ECONNRESET'])('%s: later, and nothing is said of the VM', async (code) => {
    for (const call of CALLS) {
      const cluster = new Cluster({ ...VM, status: { conditions: [{ type: 'Failure', status: 'True', reason: 'FailedCreate', message: 'before' }] } as never }, INSTANCETYPE, PREFERENCE);
      cluster.faults.set(call, new Fault(code, 'out of order', code === 'too-many-requests' ? 7 : undefined));
      const outcome = await pass(cluster);
      expect(outcome).toMatchObject({ error: { fault: { code }, isRefusal: false }, event: undefined, retry: 'backoff', proceed: false, condition: { message: 'before' } });
      expect(outcome.error?.causes).toBeUndefined();
      expect(outcome.retryAfterSeconds).toBe(code === 'too-many-requests' ? 7 : undefined);
      expect(cluster.landed.filter((each) => each === 'patch')).toEqual([]);
    }
  });

  test.each(['forbidden', 'invalid'])('%s: the cluster refuses, which the VM\'s owner is told', async (code) => {
    for (const [call, reason] of [['get VirtualMachineClusterInstancetype', 'FailedFindInstancetype'], ['get VirtualMachineClusterPreference', 'FailedFindPreference'], ['create', 'FailedCreate']] as const) {
      const cluster = new Cluster(VM, INSTANCETYPE, PREFERENCE);
      cluster.faults.set(call, new Fault(code, 'a webhook says\nno\u001B[31m'));
      const outcome = await pass(cluster);
      expect(outcome).toMatchObject({ error: { reason, isRefusal: true }, retry: 'backoff', event: call === 'create' ? { reason: 'FailedCreate' } : undefined });
      expect(failureOf(cluster.vm)).toMatchObject({ reason, message: expect.stringMatching(/a webhook says no \[31m$/) });
    }
  });

  test('what it says is told, on one line and not without end; where it says nothing, its code is', async () => {
    const messageOf = async (fault: Error): Promise<string | undefined> => {
      const cluster = new Cluster(VM, INSTANCETYPE, PREFERENCE);
      cluster.faults.set('create', fault);
      return (await pass(cluster)).error?.message;
    };
    expect(await messageOf(new Fault('forbidden', ''))).toMatch(/ stored: forbidden$/);
    expect(await messageOf(new Fault('forbidden', 'x'.repeat(100_000)))).toMatch(/ stored: x{1000}$/);
  });

  test.each([[0, 0], [-1, undefined], ['7', undefined]])('a wait of %j seconds is one of %j', async (asked, seconds) => {
    const cluster = new Cluster(VM, INSTANCETYPE, PREFERENCE);
    cluster.faults.set('create', new Fault('too-many-requests', 'later', asked as number));
    expect((await pass(cluster)).retryAfterSeconds).toBe(seconds);
  });

  test('forbidden for the status, too: there is an event, and no word in the VM', async () => {
    const cluster = new Cluster(VM, INSTANCETYPE, PREFERENCE);
    cluster.faults.set('patch', new Fault('forbidden'));
    const outcome = await pass(cluster);
    expect(outcome).toMatchObject({ error: { reason: 'FailedCreate' }, event: { reason: 'FailedCreate' }, retry: 'backoff', condition: { reason: 'FailedCreate' } });
    expect(cluster.vm).toBe(VM);
  });

  test('not found: the VM or its namespace is gone, and the pass ends quietly (row 50)', async () => {
    for (const call of ['create', 'patch']) {
      const cluster = new Cluster(VM, INSTANCETYPE, PREFERENCE);
      cluster.faults.set(call, new Fault('not-found'));
      expect(await pass(cluster)).toMatchObject({ retry: 'never', event: undefined, condition: undefined, proceed: false });
    }
  });

  test('a reader that throws not-found means that there is none', async () => {
    const cluster = new Cluster(VM, INSTANCETYPE, PREFERENCE);
    cluster.faults.set('get VirtualMachineClusterInstancetype', new Fault('not-found'));
    expect(await pass(cluster)).toMatchObject({ error: { causes: [{ code: 'instancetype-not-found' }] } });
  });

  test('a VM that was deleted and created again gets nothing of its predecessor (row 50)', async () => {
    const cluster = new Cluster({ ...VM, status: {} }, INSTANCETYPE, PREFERENCE);
    cluster.meanwhile = () => cluster.change((vm) => ({ ...vm, metadata: { ...vm.metadata, uid: 'next-uid' } }));
    expect(await pass(cluster)).toMatchObject({ error: { fault: { code: 'conflict' } }, retry: 'soon', event: undefined });
    expect(cluster.vm.status).toEqual({});
  });

  test('what has no code is a bug, and passes through', async () => {
    const bugs: unknown[] = [new RangeError('a bug'), null, undefined, 'text', { code: 5 }];
    for (const [call, bug] of [...CALLS, 'update'].flatMap((each) => bugs.map((thrown) => [each, thrown] as const))) {
      const cluster = new Cluster(VM, INSTANCETYPE, PREFERENCE);
      cluster.faults.set(call, bug as Error);
      await expect(sync(cluster.vm, cluster, { cluster: withPolicy(call === 'update' ? 'expandAll' : 'reference') })).rejects.toBe(bug);
    }
  });

  test('a revision that vanishes between its creation and its comparison is created again at once', async () => {
    const cluster = new Cluster(VM, INSTANCETYPE, PREFERENCE);
    const { create } = cluster;
    cluster.create = () => {
      cluster.create = create;
      throw new Fault('already-exists');
    };
    expect(await pass(cluster)).toMatchObject({ retry: 'soon', event: undefined, condition: undefined });
    expect(await pass(cluster)).toMatchObject({ error: undefined });
  });
});
