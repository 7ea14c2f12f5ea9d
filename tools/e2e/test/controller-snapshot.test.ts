import { type ApiObject, type ApiResource, RESOURCES } from '@instancetype/kube';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../src/attempt.ts';
import { CONTROLLER_RBAC, type ControllerDeployment, type ControllerProcess, deployController } from '../src/controller-deployment.ts';
import { installCrds } from '../src/crds.ts';
import { permissionsIn, shippedManifests } from '../src/deployment.ts';
import { describeOnClusters } from '../src/test-clusters.ts';

type Json = Record<string, any>;

const NAME = 'instancetype-controller-snapshot';
const USER = `system:serviceaccount:instancetype:${NAME}`;
const [VM, VMI, IT, REVISION, SNAPSHOT, CONTENT, RESTORE] = [RESOURCES.VirtualMachine, RESOURCES.VirtualMachineInstance, RESOURCES.VirtualMachineInstancetype, RESOURCES.ControllerRevision, RESOURCES.VirtualMachineSnapshot, RESOURCES.VirtualMachineSnapshotContent, RESOURCES.VirtualMachineRestore] as const;
/** What a cluster asks of whoever says that an owner must not go before what it owns, where it checks that. */
const UNSEEN = ['update virtualmachinesnapshots.snapshot.kubevirt.io/finalizers'];
const WRITES = ['create', 'update', 'patch', 'delete'];

describeOnClusters('what was saved of a VM', (cluster) => {
  let [namespace, controller, replica, stored]: [string, ControllerDeployment, ControllerProcess, string] = ['', undefined as never, undefined as never, ''];

  const create = (resource: ApiResource, object: Json): Promise<Json> => cluster().admin.create(resource, { ...object, metadata: { namespace, ...object['metadata'] } } as ApiObject);
  const get = (resource: ApiResource, name: string): Promise<Json> => cluster().admin.get(resource, { namespace, name });
  const patch = (name: string, operations: readonly Json[]): Promise<Json> => cluster().admin.patch(VM, { namespace, name }, { json: [{ op: 'test', path: '/metadata/name', value: name }, ...operations] as never });
  const instancetype = (name: string, cpus: number): Promise<Json> => create(IT, { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: IT.kind, metadata: { name }, spec: { cpu: { guest: cpus }, memory: { guest: '2Gi' } } });
  const refersTo = async (name: string): Promise<string | undefined> => (await get(VM, name))['status']?.instancetypeRef?.controllerRevisionRef?.name as string | undefined;
  const restore = async (name: string, target: string): Promise<void> => {
    await create(RESTORE, { apiVersion: 'snapshot.kubevirt.io/v1beta1', kind: RESTORE.kind, metadata: { name }, spec: { target: { apiGroup: 'kubevirt.io', kind: VM.kind, name: target }, virtualMachineSnapshotName: 'saved' } });
  };
  const isComplete = async (name: string): Promise<boolean> => (await get(RESTORE, name))['status']?.complete === true;
  const writes = async (): Promise<readonly string[]> =>
    (await cluster().requestsOf(USER)).filter(({ verb, resource, namespace: of, code }) => WRITES.includes(verb) && of === namespace && code < 300 && !resource.startsWith('events')).map(({ verb, resource }) => `${verb} ${resource}`);
  const start = async (more: readonly string[] = []): Promise<void> => {
    // other tests go on beside this one: only its own VMs are looked at
    const flags = ['--features=references', '--features=snapshot', `--vm-selector=shard=${namespace}`];
    replica = await controller.addReplica([...flags, '--lease-duration=5s', '--lease-renew-deadline=4s', '--lease-retry=500ms', ...more]);
    await until(async () => replica.messages().includes('leading'));
  };

  beforeAll(async () => {
    await installCrds(cluster());
    namespace = await cluster().newNamespace('snapshot');
    controller = await deployController(cluster(), NAME);
    await controller.grant('snapshot');
    await instancetype('small', 2);
    await instancetype('large', 8);
    await start();
    const template = { spec: { domain: { devices: {} }, volumes: [{ name: 'root', persistentVolumeClaim: { claimName: 'root' } }] } };
    await create(VM, { apiVersion: 'kubevirt.io/v1', kind: VM.kind, metadata: { name: 'shop', labels: { shard: namespace } }, spec: { runStrategy: 'Halted', instancetype: { kind: IT.kind, name: 'small' }, template } });
    await until(async () => (await refersTo('shop')) !== undefined);
    stored = (await refersTo('shop')) as string;
    await patch('shop', [{ op: 'add', path: '/spec/instancetype/revisionName', value: stored }]);
  }, 120_000);
  afterAll(() => controller?.close());

  test('is the VM and a copy of the revision that it names', async () => {
    const { metadata } = await create(SNAPSHOT, { apiVersion: 'snapshot.kubevirt.io/v1beta1', kind: SNAPSHOT.kind, metadata: { name: 'saved' }, spec: { source: { apiGroup: 'kubevirt.io', kind: VM.kind, name: 'shop' } } });
    await until(async () => (await get(SNAPSHOT, 'saved'))['status']?.readyToUse === true);
    const { status } = await get(SNAPSHOT, 'saved');
    expect(status).toMatchObject({ phase: 'Succeeded', creationTime: expect.any(String), snapshotVolumes: { excludedVolumes: ['root'] } });
    const copy = stored.replace('shop', 'saved');
    const content = await get(CONTENT, status.virtualMachineSnapshotContentName as string);
    expect(content['metadata'].ownerReferences).toMatchObject([{ kind: SNAPSHOT.kind, uid: metadata.uid, controller: true }]);
    expect(content['spec'].source.virtualMachine).toMatchObject({ metadata: { name: 'shop' }, spec: { instancetype: { name: 'small', revisionName: copy } } });
    expect((await get(REVISION, copy))['metadata'].ownerReferences).toMatchObject([{ kind: SNAPSHOT.kind, uid: metadata.uid, controller: true }]);
    expect((await writes()).slice(-3)).toEqual(['create controllerrevisions.apps', 'create virtualmachinesnapshotcontents.snapshot.kubevirt.io', 'patch virtualmachinesnapshots.snapshot.kubevirt.io/status']);
  });

  test('is not written over a VM that runs', async () => {
    await patch('shop', [{ op: 'replace', path: '/spec/instancetype', value: { kind: IT.kind, name: 'large' } }]);
    await until(async () => (await refersTo('shop')) !== stored);
    await cluster().admin.delete(IT, { namespace, name: 'small' });
    const { metadata } = await get(VM, 'shop');
    const owner = { apiVersion: 'kubevirt.io/v1', kind: VM.kind, name: 'shop', uid: metadata.uid, controller: true };
    await create(VMI, { apiVersion: 'kubevirt.io/v1', kind: VMI.kind, metadata: { name: 'shop', ownerReferences: [owner] }, spec: { domain: {} } });
    await restore('back', 'shop');
    await until(async () => ((await get(RESTORE, 'back'))['status']?.conditions ?? []).some(({ type, status, message }: Json) => type === 'Ready' && status === 'False' && message.includes('"shop" runs')));
    expect((await get(VM, 'shop'))['spec'].instancetype.name).toBe('large');
  });

  test('comes back when the VM is off, with the revision in which its instance type is stored', async () => {
    await cluster().admin.delete(VMI, { namespace, name: 'shop' });
    // looked at later each time; whatever happens to the VM is looked at once
    await patch('shop', [{ op: 'add', path: '/metadata/annotations', value: { stopped: 'yes' } }]);
    await until(() => isComplete('back'));
    expect((await get(VM, 'shop'))['spec'].instancetype).toEqual({ kind: IT.kind, name: 'small', revisionName: stored });
    await until(async () => (await refersTo('shop')) === stored);
  });

  test('becomes another VM, with a revision of its own', async () => {
    await restore('copy', 'twin');
    await until(() => isComplete('copy'));
    const twin = await get(VM, 'twin');
    const own = stored.replace('shop', 'twin');
    expect(twin['spec']).toMatchObject({ runStrategy: 'Halted', instancetype: { name: 'small', revisionName: own } });
    expect(await get(REVISION, own)).toMatchObject({ metadata: { ownerReferences: [{ kind: VM.kind, uid: twin['metadata'].uid, controller: true }] }, data: { spec: { cpu: { guest: 2 } } } });
    await until(async () => (await refersTo('twin')) === own);
  });

  test('goes on without a write after a restart of the controller', async () => {
    expect(await replica.stop()).toBe(0);
    const before = (await writes()).length;
    // page by page this time, as from an older API server
    await start(['--stream-lists=false']);
    // something that it does do, by when it has looked at all that was there
    await restore('third', 'third');
    await until(() => isComplete('third'));
    await until(async () => (await refersTo('third')) !== undefined);
    const rest = (await writes()).slice(before);
    expect(rest.toSorted()).toEqual(['create controllerrevisions.apps', 'create virtualmachines.kubevirt.io', 'patch virtualmachinerestores.snapshot.kubevirt.io/status', 'patch virtualmachines.kubevirt.io/status', 'update controllerrevisions.apps']);
  });

  // the last: what has been asked for by now is all that it needs
  test('takes the rights of the component, all of them, and no others', async () => {
    const requests = await cluster().requestsOf(USER);
    expect(requests.filter(({ code }) => code === 401 || code === 403)).toEqual([]);
    const used = new Set([...requests.map(({ verb, resource }) => `${verb} ${resource}`), ...UNSEEN]);
    expect(permissionsIn(shippedManifests(CONTROLLER_RBAC.snapshot)).filter((permission) => !used.has(permission))).toEqual([]);
  });
});
