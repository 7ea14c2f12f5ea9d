import { type ApiObject, type ApiResource, RESOURCES } from '@instancetype/kube';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attempt, until } from '../src/attempt.ts';
import { CONTROLLER_USER, type ControllerDeployment, type ControllerProcess, deployController } from '../src/controller-deployment.ts';
import { installCrds } from '../src/crds.ts';
import { describeOnClusters } from '../src/test-clusters.ts';

type Json = Record<string, any>;

const [VM, IT, PREFERENCE] = [RESOURCES.VirtualMachine, RESOURCES.VirtualMachineInstancetype, RESOURCES.VirtualMachinePreference];
const NAMED = { instancetype: { kind: 'VirtualMachineInstancetype', name: 'small' }, preference: { kind: 'VirtualMachinePreference', name: 'linux' } };
const WRITES = ['create', 'update', 'patch', 'delete'];
/** What a cluster asks of whoever says that an owner must not go before a revision, where it checks that. */
const UNSEEN = ['update virtualmachines.kubevirt.io/finalizers'];

describeOnClusters('the controller', (cluster) => {
  let [namespace, controller, replicas]: [string, ControllerDeployment, ControllerProcess[]] = ['', undefined as never, []];
  let permissions: readonly string[] = [];

  const create = (resource: ApiResource, object: Json): Promise<Json> => cluster().admin.create(resource, { ...object, metadata: { namespace, ...object['metadata'] } } as ApiObject);
  const get = (name: string): Promise<Json> => cluster().admin.get(VM, { namespace, name });
  const vm = (name: string, spec: Json = NAMED, domain: Json = {}): Json => ({
    ...{ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name, labels: { shard: namespace } } },
    spec: { runStrategy: 'Halted', ...spec, template: { spec: { domain: { devices: {}, ...domain }, volumes: [{ name: 'root', persistentVolumeClaim: { claimName: name } }] } } },
  });
  const instancetype = (name: string): Json => ({ apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: IT.kind, metadata: { name }, spec: { cpu: { guest: 2 }, memory: { guest: '2Gi' } } });
  const preference = (name: string): Json => ({ apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: PREFERENCE.kind, metadata: { name }, spec: { devices: { preferredDiskBus: 'virtio' } } });
  const isStored = async (name: string): Promise<boolean> => {
    const { status } = await get(name);
    return status?.instancetypeRef?.controllerRevisionRef !== undefined && status.preferenceRef?.controllerRevisionRef !== undefined;
  };
  const failureOf = async (name: string): Promise<Json | undefined> => ((await get(name))['status']?.conditions ?? []).find(({ type }: Json) => type === 'Failure');
  const writes = async (): Promise<readonly string[]> =>
    (await cluster().requestsOf(CONTROLLER_USER)).filter(({ verb, resource, namespace: of, code }) => WRITES.includes(verb) && of === namespace && code < 300 && !resource.startsWith('leases')).map(({ verb, resource }) => `${verb} ${resource}`);
  // other tests go on beside this one: only its own VMs are looked at
  const flags = (): string[] => [`--vm-selector=shard=${namespace}`, '--lease-duration=5s', '--lease-renew-deadline=4s', '--lease-retry=500ms'];

  beforeAll(async () => {
    await installCrds(cluster());
    namespace = await cluster().newNamespace('controller');
    controller = await deployController(cluster());
    await create(IT, instancetype('small'));
    await create(PREFERENCE, preference('linux'));
    replicas = [await controller.addReplica(flags()), await controller.addReplica([...flags(), '--stream-lists=false'])];
    await until(async () => replicas.some((replica) => replica.messages().includes('leading')));
  }, 120_000);
  afterAll(() => controller?.close());

  test('stores what a new VM names with three writes, and writes nothing afterwards', async () => {
    await create(VM, vm('new'));
    await until(() => isStored('new'));
    expect(await writes()).toEqual(['create controllerrevisions.apps', 'create controllerrevisions.apps', 'patch virtualmachines.kubevirt.io/status']);
    const stored = await get('new');
    await cluster().admin.update(VM, { ...stored, metadata: { ...stored['metadata'], annotations: { touched: 'yes' } } });
    // a later VM is done after an earlier one
    await create(VM, vm('next'));
    await until(() => isStored('next'));
    expect(await writes()).toHaveLength(6);
  });

  test('goes on as soon as what a VM names is there, whatever its kind', async () => {
    const kinds = (['VirtualMachineInstancetype', 'VirtualMachineClusterInstancetype'] as const).flatMap((it) => (['VirtualMachinePreference', 'VirtualMachineClusterPreference'] as const).map((preferred) => ({ it, preferred })));
    for (const [index, { it, preferred }] of kinds.entries()) {
      const late = `late-${index}-${namespace}`;
      await create(VM, vm(`early-${index}`, { instancetype: { kind: it, name: late }, preference: { kind: preferred, name: late } }));
      await until(async () => (await failureOf(`early-${index}`))?.['reason'] === 'FailedFindInstancetype');
      await cluster().admin.create(RESOURCES[it], { ...instancetype(late), kind: it, metadata: { name: late, ...(RESOURCES[it].namespaced && { namespace }) } } as ApiObject);
      await until(async () => (await failureOf(`early-${index}`))?.['reason'] === 'FailedFindPreference');
      await cluster().admin.create(RESOURCES[preferred], { ...preference(late), kind: preferred, metadata: { name: late, ...(RESOURCES[preferred].namespaced && { namespace }) } } as ApiObject);
      await until(async () => (await isStored(`early-${index}`)) && (await failureOf(`early-${index}`)) === undefined);
    }
  }, 60_000);

  test('tells of a conflict by a condition, and by an event that the cluster takes', async () => {
    await create(VM, vm('conflict', NAMED, { memory: { guest: '1Gi' } }));
    await until(async () => (await failureOf('conflict')) !== undefined);
    expect(await failureOf('conflict')).toMatchObject({ reason: 'FailedCreate', status: 'True' });
    const eventNow = async (): Promise<Json | undefined> => ((await cluster().admin.list(RESOURCES.Event, { namespace })).items as Json[])[0];
    // it is tried again at once, and that is the same event
    await until(async () => (await eventNow())?.['series']?.count >= 2);
    expect((await cluster().admin.list(RESOURCES.Event, { namespace })).items).toHaveLength(1);
    expect(await eventNow()).toMatchObject({ type: 'Warning', reason: 'FailedCreate', regarding: { kind: 'VirtualMachine', name: 'conflict', namespace } });
  });

  test('takes the revision that a VM names, also one that it does not know from the start', async () => {
    await create(VM, vm('named', { instancetype: { ...NAMED.instancetype, revisionName: 'kept' }, preference: NAMED.preference }));
    await until(async () => (await failureOf('named'))?.['message'].includes('kept'));
    await create(RESOURCES.ControllerRevision, { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: { name: 'kept' }, revision: 1, data: instancetype('small') });
    await until(async () => (await get('named'))['status']?.instancetypeRef?.controllerRevisionRef?.name === 'kept');
  });

  test('upgrades a revision of an old form, and deletes that', async () => {
    const created = await create(VM, { ...vm('old'), metadata: { name: 'old' } });
    const owner = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', name: 'old', uid: created['metadata'].uid, controller: true };
    const revision = (object: string, of: string, spec: Json): Json => ({
      ...{ apiVersion: 'apps/v1', kind: 'ControllerRevision', revision: 1 },
      metadata: { name: `old-${object}`, ownerReferences: [owner], labels: { 'instancetype.kubevirt.io/object-kind': of, 'instancetype.kubevirt.io/object-name': object, 'instancetype.kubevirt.io/object-version': 'v1alpha2' } },
      data: { apiVersion: 'instancetype.kubevirt.io/v1alpha2', kind: of, metadata: { name: object, uid: `${object}-uid`, generation: 1 }, spec },
    });
    await create(RESOURCES.ControllerRevision, revision('small', IT.kind, { cpu: { guest: 2 }, memory: { guest: '2Gi' } }));
    await create(RESOURCES.ControllerRevision, revision('linux', PREFERENCE.kind, { cpu: { preferredCPUTopology: 'preferCores' } }));
    const status = { instancetypeRef: { ...NAMED.instancetype, controllerRevisionRef: { name: 'old-small' } }, preferenceRef: { ...NAMED.preference, controllerRevisionRef: { name: 'old-linux' } } };
    const withStatus = await cluster().admin.update(VM, { ...created, status } as ApiObject, { subresource: 'status' });
    // it is looked at from now on
    await cluster().admin.update(VM, { ...withStatus, metadata: { ...withStatus.metadata, labels: { shard: namespace } } } as ApiObject);
    await until(async () => (await attempt(cluster().admin.get(RESOURCES.ControllerRevision, { namespace, name: 'old-linux' }))) instanceof Error);
    expect(await isStored('old')).toBe(true);
    expect((await get('old'))['status'].instancetypeRef.controllerRevisionRef.name).not.toBe('old-small');
  });

  test('a replica that ends hands over to the other one', async () => {
    const index = replicas.findIndex((replica) => replica.messages().includes('leading'));
    const [leader, other] = [replicas[index] as ControllerProcess, replicas[1 - index] as ControllerProcess];
    expect(await leader.stop()).toBe(0);
    await create(VM, vm('handed-over'));
    await until(() => isStored('handed-over'));
    expect(other.messages()).toContain('leading');
    expect(await other.stop()).toBe(0);
  });

  test('infers late, and measures, with the rights of those components', async () => {
    await controller.grant('metrics');
    permissions = await controller.grant('lateInference');
    replicas = [await controller.addReplica([...flags(), '--features=references,late-inference,metrics', '--stream-lists=false'])];
    const labels = { 'instancetype.kubevirt.io/default-instancetype': 'small', 'instancetype.kubevirt.io/default-instancetype-kind': IT.kind };
    const object = vm('inferred', { instancetype: { inferFromVolume: 'root' } });
    object['spec'].template.spec.volumes = [{ name: 'root', dataVolume: { name: 'disk' } }];
    await create(VM, object);
    await until(async () => (await failureOf('inferred'))?.['message'].includes('PersistentVolumeClaim'));
    await create(RESOURCES.DataVolume, { apiVersion: 'cdi.kubevirt.io/v1beta1', kind: 'DataVolume', metadata: { name: 'disk' }, spec: { sourceRef: { kind: 'DataSource', name: 'golden' } } });
    await until(async () => (await failureOf('inferred'))?.['message'].includes('leads to DataSource'));
    await create(RESOURCES.DataSource, { apiVersion: 'cdi.kubevirt.io/v1beta1', kind: 'DataSource', metadata: { name: 'golden' }, spec: { source: { snapshot: { namespace, name: 'golden' } } } });
    await until(async () => (await failureOf('inferred'))?.['message'].includes('leads to VolumeSnapshot'));
    await create(RESOURCES.VolumeSnapshot, { apiVersion: 'snapshot.storage.k8s.io/v1', kind: 'VolumeSnapshot', metadata: { name: 'golden', labels }, spec: { source: {} } });
    await until(async () => (await get('inferred'))['status']?.instancetypeRef?.controllerRevisionRef !== undefined);
    expect((await get('inferred'))['spec'].instancetype).toEqual({ kind: IT.kind, name: 'small' });
  });

  test('expands VMs with the rights of that component, and loses nothing of them', async () => {
    permissions = await controller.grant('expand');
    const before = await get('new');
    const kubevirt = { namespace: 'kubevirt', name: `policy-${namespace}` };
    await cluster().admin.create(RESOURCES.KubeVirt, { apiVersion: 'kubevirt.io/v1', kind: 'KubeVirt', metadata: kubevirt, spec: { configuration: { instancetype: { referencePolicy: 'expandAll' } } } } as ApiObject);
    try {
      await until(async () => (await get('new'))['status']?.instancetypeRef === undefined);
    } finally {
      await cluster().admin.delete(RESOURCES.KubeVirt, kubevirt);
    }
    const { spec, metadata } = await get('new');
    expect(spec).toMatchObject({ runStrategy: 'Halted', template: { spec: { domain: { memory: { guest: '2Gi' } }, volumes: before['spec'].template.spec.volumes } } });
    expect([spec.instancetype, spec.preference]).toEqual([undefined, undefined]);
    expect(metadata.annotations).toEqual(before['metadata'].annotations);
  });

  // the last: what has been asked for by now is all that it needs
  test('has the rights that it needs, and no others', async () => {
    const requests = await cluster().requestsOf(CONTROLLER_USER);
    expect(requests.filter(({ code }) => code === 401 || code === 403)).toEqual([]);
    const used = new Set(requests.map(({ verb, resource }) => `${verb} ${resource}`));
    expect([...used, ...UNSEEN].toSorted()).toEqual(permissions);
  });
});
