import { type ApiObject, type ApiResource, RESOURCES } from '@instancetype/kube';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attempt, until } from '../src/attempt.ts';
import { CONTROLLER_RBAC, type ControllerDeployment, type ControllerProcess, deployController } from '../src/controller-deployment.ts';
import { installCrds } from '../src/crds.ts';
import { permissionsIn, shippedManifests } from '../src/deployment.ts';
import { describeOnClusters } from '../src/test-clusters.ts';

type Json = Record<string, any>;

const NAME = 'instancetype-controller-life';
const USER = `system:serviceaccount:instancetype:${NAME}`;
const COMPONENTS = ['instances', 'liveUpdate', 'export'] as const;
const [VM, VMI, IT, PREFERENCE, REVISION, CONFIG_MAP, EXPORT] = [RESOURCES.VirtualMachine, RESOURCES.VirtualMachineInstance, RESOURCES.VirtualMachineInstancetype, RESOURCES.VirtualMachinePreference, RESOURCES.ControllerRevision, RESOURCES.ConfigMap, RESOURCES.VirtualMachineExport] as const;
/** What a cluster asks of whoever says that an owner must not go before what it owns, where it checks that. */
const UNSEEN = ['update virtualmachineexports.export.kubevirt.io/finalizers'];
const WRITES = ['create', 'update', 'patch', 'delete'];

describeOnClusters('the life of a VM', (cluster) => {
  let [namespace, controller, replica]: [string, ControllerDeployment, ControllerProcess] = ['', undefined as never, undefined as never];

  const create = (resource: ApiResource, object: Json): Promise<Json> => cluster().admin.create(resource, { ...object, metadata: { namespace, ...object['metadata'] } } as ApiObject);
  const get = (resource: ApiResource, name: string): Promise<Json> => cluster().admin.get(resource, { namespace, name });
  const exists = async (resource: ApiResource, name: string): Promise<boolean> => !((await attempt(get(resource, name))) instanceof Error);
  const patch = (resource: ApiResource, name: string, operations: readonly Json[]): Promise<Json> =>
    cluster().admin.patch(resource, { namespace, name }, { json: [{ op: 'test', path: '/metadata/name', value: name }, ...operations] as never });
  const switchTo = (name: string): Promise<Json> => patch(VM, 'life', [{ op: 'replace', path: '/spec/instancetype/name', value: name }]);
  const instancetype = (name: string, spec: Json): Promise<Json> => create(IT, { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: IT.kind, metadata: { name }, spec });
  const condition = async (type: string): Promise<Json | undefined> => ((await get(VM, 'life'))['status']?.conditions ?? []).find((each: Json) => each['type'] === type);
  const remembered = async (): Promise<string[]> => (await cluster().admin.list(REVISION, { namespace })).items.map(({ metadata }) => metadata?.name ?? '').filter((name) => name.startsWith('revision-start-vm-'));
  const writes = async (): Promise<readonly string[]> =>
    (await cluster().requestsOf(USER)).filter(({ verb, resource, namespace: of, code }) => WRITES.includes(verb) && of === namespace && code < 300 && !resource.startsWith('events')).map(({ verb, resource }) => `${verb} ${resource}`);
  const start = async (more: readonly string[] = []): Promise<void> => {
    // other tests go on beside this one: only its own VMs are looked at
    const flags = ['--features=references', '--features=instances', '--features=live-update', '--features=export', `--vm-selector=shard=${namespace}`];
    replica = await controller.addReplica([...flags, '--lease-duration=5s', '--lease-renew-deadline=4s', '--lease-retry=500ms', ...more]);
    await until(async () => replica.messages().includes('leading'));
  };

  beforeAll(async () => {
    await installCrds(cluster());
    namespace = await cluster().newNamespace('life');
    controller = await deployController(cluster(), NAME);
    for (const component of COMPONENTS) await controller.grant(component);
    // KubeVirt's own certificates, of which this cluster may have none; other tests have a KubeVirt of their own
    await create(RESOURCES.KubeVirt, { apiVersion: 'kubevirt.io/v1', kind: 'KubeVirt', metadata: { name: namespace }, spec: {} });
    await create(CONFIG_MAP, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kubevirt-export-ca' }, data: { 'ca-bundle': 'PEM\n' } });
    await instancetype('small', { cpu: { guest: 2 }, memory: { guest: '2Gi' }, nodeSelector: { disk: 'ssd' } });
    await instancetype('large', { cpu: { guest: 4 }, memory: { guest: '4Gi' }, nodeSelector: { disk: 'nvme' } });
    await instancetype('pinned', { cpu: { guest: 4, dedicatedCPUPlacement: true }, memory: { guest: '4Gi' } });
    await create(PREFERENCE, { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: PREFERENCE.kind, metadata: { name: 'linux' }, spec: { devices: { preferredDiskBus: 'virtio', preferredAutoattachInputDevice: true } } });
    await create(RESOURCES.PersistentVolumeClaim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'root' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } });
    await start();
  }, 120_000);
  afterAll(async () => {
    await controller?.close();
    await attempt(cluster().admin.delete(RESOURCES.KubeVirt, { namespace, name: namespace }));
  });

  test('begins with a revision of it and an instance with everything', async () => {
    const spec = { runStrategy: 'Always', instancetype: { kind: IT.kind, name: 'small' }, preference: { kind: PREFERENCE.kind, name: 'linux' } };
    const template = { spec: { architecture: 'amd64', domain: { devices: {} }, volumes: [{ name: 'root', persistentVolumeClaim: { claimName: 'root' } }] } };
    const { metadata } = await create(VM, { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name: 'life', labels: { shard: namespace } }, spec: { ...spec, template } });
    await until(() => exists(VMI, 'life'));
    expect(await remembered()).toEqual([`revision-start-vm-${metadata.uid}-1`]);
    expect(await get(VMI, 'life')).toMatchObject({
      metadata: { annotations: { 'kubevirt.io/vm-generation': '1', 'kubevirt.io/instancetype-name': 'small', 'kubevirt.io/preference-name': 'linux' }, ownerReferences: [{ uid: metadata.uid }] },
      spec: { nodeSelector: { disk: 'ssd' }, domain: { cpu: { sockets: 2 }, memory: { guest: '2Gi' }, devices: { disks: [{ name: 'root', disk: { bus: 'virtio' } }], inputs: [{ name: 'default-0' }], interfaces: [{ name: 'default' }] } } },
      status: { virtualMachineRevisionName: `revision-start-vm-${metadata.uid}-1` },
    });
    expect(await writes()).toEqual(['create controllerrevisions.apps', 'create controllerrevisions.apps', 'patch virtualmachines.kubevirt.io/status', 'create controllerrevisions.apps', 'create virtualmachineinstances.kubevirt.io']);
  });

  test('takes a larger instance type while it runs', async () => {
    const instance = await get(VMI, 'life');
    const domain = { ...instance['spec'].domain, cpu: { ...instance['spec'].domain.cpu, maxSockets: 8 }, memory: { guest: '2Gi', maxGuest: '8Gi' } };
    const status = { ...instance['status'], phase: 'Running', conditions: [{ type: 'LiveMigratable', status: 'True' }], memory: { guestAtBoot: '2Gi', guestCurrent: '2Gi' } };
    await cluster().admin.update(VMI, { ...instance, spec: { ...instance['spec'], architecture: 'amd64', domain }, status } as ApiObject);
    await switchTo('large');
    await until(async () => {
      const { spec } = await get(VMI, 'life');
      return spec.domain.cpu.sockets === 4 && spec.domain.memory.guest === '4Gi' && spec.nodeSelector.disk === 'nvme';
    });
    await until(async () => (await get(VMI, 'life'))['metadata'].annotations['kubevirt.io/vm-generation'] === '2');
    expect(await condition('RestartRequired')).toBeUndefined();
  });

  test('is marked where it must be restarted, and unmarked where it need not be any more', async () => {
    await switchTo('pinned');
    await until(async () => (await condition('RestartRequired'))?.['message'].includes('dedicatedCpuPlacement') === true);
    await switchTo('large');
    await until(async () => (await condition('RestartRequired')) === undefined);
  });

  test('is restarted as what it is by then', async () => {
    const before = (await get(VMI, 'life'))['metadata'].uid as string;
    await switchTo('pinned');
    await until(async () => (await condition('RestartRequired')) !== undefined);
    await patch(VM, 'life', [{ op: 'replace', path: '/spec/runStrategy', value: 'Halted' }]);
    await until(async () => !(await exists(VMI, 'life')));
    expect(await condition('RestartRequired')).toBeUndefined();
    await patch(VM, 'life', [{ op: 'replace', path: '/spec/runStrategy', value: 'Always' }]);
    await until(() => exists(VMI, 'life'));
    const { metadata, spec } = await get(VMI, 'life');
    expect(metadata.uid).not.toBe(before);
    expect(spec.domain.cpu).toMatchObject({ sockets: 4, dedicatedCpuPlacement: true });
    expect(await remembered()).toEqual([`revision-start-vm-${(await get(VM, 'life'))['metadata'].uid}-${(await get(VM, 'life'))['metadata'].generation}`]);
  });

  test.each([
    ['a VM', { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name: 'life' }],
    ['a snapshot of it', { apiGroup: 'snapshot.kubevirt.io', kind: 'VirtualMachineSnapshot', name: 'saved' }],
  ])('is exported as %s', async (_, source) => {
    await create(RESOURCES.VirtualMachineSnapshot, { apiVersion: 'snapshot.kubevirt.io/v1beta1', kind: 'VirtualMachineSnapshot', metadata: { name: 'saved' }, spec: { source: { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name: 'life' } } }).catch(() => undefined);
    const name = `of-${source.name}`;
    const { metadata } = await create(EXPORT, { apiVersion: 'export.kubevirt.io/v1', kind: 'VirtualMachineExport', metadata: { name }, spec: { source } });
    await until(() => exists(CONFIG_MAP, `exporter-vm-manifest-${name}`));
    const map = await get(CONFIG_MAP, `exporter-vm-manifest-${name}`);
    expect(map['metadata'].ownerReferences).toMatchObject([{ kind: 'VirtualMachineExport', name, uid: metadata.uid }]);
    expect(JSON.parse(map['data']['virtualmachine-manifest'] as string)).toMatchObject({ spec: { template: { spec: { domain: { cpu: { sockets: 4, dedicatedCpuPlacement: true } } } } } });
    expect(JSON.parse(map['data']['dv-root'] as string)).toMatchObject({ spec: { storage: { resources: { requests: { storage: '1Gi' } } } } });
    expect(map['data']['internal_ca_cm']).toContain('PEM');
  });

  test('goes on without a write after a restart of the controller', async () => {
    expect(await replica.stop()).toBe(0);
    const before = (await writes()).length;
    // page by page this time, as from an older API server
    await start(['--stream-lists=false']);
    // something that it does do, by when it has looked at all that was there
    await create(VM, { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name: 'second', labels: { shard: namespace } }, spec: { runStrategy: 'Always', template: { spec: { domain: { devices: {} } } } } });
    await until(() => exists(VMI, 'second'));
    expect((await writes()).slice(before)).toEqual(['create controllerrevisions.apps', 'create virtualmachineinstances.kubevirt.io']);
  });

  test('ends with the VM, though its controller has to let its instance go', async () => {
    await cluster().admin.delete(VM, { namespace, name: 'life' });
    // what a cluster's garbage collector does
    await attempt(cluster().admin.delete(VMI, { namespace, name: 'life' }));
    await until(async () => !(await exists(VMI, 'life')));
  });

  // the last: what has been asked for by now is all that it needs
  test('takes the rights of the components, all of them, and no others', async () => {
    const requests = await cluster().requestsOf(USER);
    expect(requests.filter(({ code }) => code === 401 || code === 403)).toEqual([]);
    const used = new Set([...requests.map(({ verb, resource }) => `${verb} ${resource}`), ...UNSEEN]);
    const given = COMPONENTS.flatMap((component) => permissionsIn(shippedManifests(CONTROLLER_RBAC[component])));
    expect(given.filter((permission) => !used.has(permission))).toEqual([]);
  });
});
