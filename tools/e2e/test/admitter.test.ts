import { type ApiObject, type ApiResource, RESOURCES } from '@instancetype/kube';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMITTER_RBAC, ADMITTER_USER, type AdmitterDeployment, deployAdmitter } from '../src/admitter-deployment.ts';
import type { AdmitterProcess } from '../src/admitter-process.ts';
import { attempt, refusal, until } from '../src/attempt.ts';
import { installCrds } from '../src/crds.ts';
import { permissionsIn } from '../src/deployment.ts';
import { startLoad } from '../src/load.ts';
import { bodyOf, certificateOf } from '../src/served-certificate.ts';
import { describeOnClusters } from '../src/test-clusters.ts';

type Json = Record<string, any>;

const [VM, IT, PREFERENCE, CLUSTER_IT] = [RESOURCES.VirtualMachine, RESOURCES.VirtualMachineInstancetype, RESOURCES.VirtualMachinePreference, RESOURCES.VirtualMachineClusterInstancetype];
const LABELS = { 'instancetype.kubevirt.io/default-instancetype': 'small', 'instancetype.kubevirt.io/default-instancetype-kind': 'VirtualMachineInstancetype' };
const NAMED = { instancetype: { kind: 'VirtualMachineInstancetype', name: 'small' }, preference: { kind: 'VirtualMachinePreference', name: 'linux' } };

describeOnClusters('the admitter', (cluster) => {
  let [namespace, admitter, replicas]: [string, AdmitterDeployment, AdmitterProcess[]] = ['', undefined as never, []];

  const vm = (name: string, spec: Json = {}, domain: Json = {}): ApiObject => ({
    ...{ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { namespace, name } },
    spec: { runStrategy: 'Halted', ...spec, template: { spec: { domain: { devices: {}, ...domain }, volumes: [{ name: 'root', persistentVolumeClaim: { claimName: 'root' } }] } } },
  });
  const create = (resource: ApiResource, object: Json, dryRun = false): Promise<Json> => cluster().admin.create(resource, { ...object, metadata: { namespace, ...object['metadata'] } } as ApiObject, { dryRun });
  const instancetype = (name: string, spec: Json): Json => ({ apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachineInstancetype', metadata: { name }, spec });
  const claim = (name: string, labels: Json): Json => ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, labels }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } });

  beforeAll(async () => {
    await installCrds(cluster());
    namespace = await cluster().newNamespace('admitter');
    admitter = await deployAdmitter(cluster());
    // one reads streams and one reads pages, as it would from an older API server
    replicas = [await admitter.addReplica(), await admitter.addReplica(['--stream-lists=false'])];
    await admitter.register(namespace);
    // a real API server learns of webhooks a moment later
    await until(async () => refusal(await attempt(create(IT, instancetype('bad', { cpu: { guest: 1 }, memory: { guest: '1Gi', hugepages: { pageSize: '2Mi' }, overcommitPercent: 10 } }), true))) !== undefined);
    await create(IT, instancetype('small', { cpu: { guest: 2 }, memory: { guest: '2Gi' } }));
    await create(PREFERENCE, { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachinePreference', metadata: { name: 'linux' }, spec: { machine: { preferredMachineType: 'pc-q35-9.6' } } });
  }, 120_000);
  afterAll(() => admitter?.close());

  describe('a VM that is created', () => {
    test('is stored with what its preference wants early, and with the defaults', async () => {
      const { spec } = await create(VM, vm('named', NAMED));
      expect(spec.template.spec).toMatchObject({ architecture: 'amd64', domain: { machine: { type: 'pc-q35-9.6' }, firmware: { uuid: expect.any(String), serial: expect.any(String) } } });
      expect(spec.template.metadata.annotations).toEqual({ 'kubevirt.io/pci-topology-version': 'v3' });
      // the instance type is applied when the VM starts, not when it is stored
      expect(spec.template.spec.domain.memory).toBeUndefined();
    });

    test('is inferred from a claim', async () => {
      await create(RESOURCES.PersistentVolumeClaim, claim('root', LABELS));
      const { spec } = await create(VM, vm('inferred', { instancetype: { inferFromVolume: 'root' } }));
      expect(spec.instancetype).toEqual({ name: 'small', kind: 'VirtualMachineInstancetype' });
    });

    test('is inferred by way of a DataVolume, a DataSource and a VolumeSnapshot', async () => {
      await create(RESOURCES.VolumeSnapshot, { apiVersion: 'snapshot.storage.k8s.io/v1', kind: 'VolumeSnapshot', metadata: { name: 'golden', labels: LABELS }, spec: { source: {} } });
      await create(RESOURCES.DataSource, { apiVersion: 'cdi.kubevirt.io/v1beta1', kind: 'DataSource', metadata: { name: 'golden' }, spec: { source: { snapshot: { namespace, name: 'golden' } } } });
      await create(RESOURCES.DataVolume, { apiVersion: 'cdi.kubevirt.io/v1beta1', kind: 'DataVolume', metadata: { name: 'disk' }, spec: { sourceRef: { kind: 'DataSource', name: 'golden' } } });
      const object = vm('far', { instancetype: { inferFromVolume: 'disk' } }) as Json;
      object['spec'].template.spec.volumes = [{ name: 'disk', dataVolume: { name: 'disk' } }];
      expect((await create(VM, object))['spec'].instancetype.name).toBe('small');
    });

    test('is refused where nothing can be inferred, and told why', async () => {
      await create(RESOURCES.PersistentVolumeClaim, claim('blank', {}));
      const object = vm('nothing', { instancetype: { inferFromVolume: 'root' } }) as Json;
      object['spec'].template.spec.volumes[0].persistentVolumeClaim.claimName = 'blank';
      const { status, message } = refusal(await attempt(create(VM, object))) ?? {};
      expect(status).toBe(400);
      expect(message).toContain('default-instancetype');
      expect(message).toContain('blank');
    });

    test('is refused with every conflict, by field', async () => {
      const refused = refusal(await attempt(create(VM, vm('conflict', NAMED, { cpu: { cores: 4, model: 'host-model' }, memory: { guest: '1Gi' } }))));
      expect(refused).toMatchObject({ status: 422, reason: 'Invalid', fields: ['spec.template.spec.domain.cpu.cores', 'spec.template.spec.domain.memory.guest'] });
      expect(refused?.message).toContain('small');
      expect(await attempt(cluster().admin.get(VM, { namespace, name: 'conflict' }))).toMatchObject({ code: 'not-found' });
    });

    test('is judged alike in a dry run, which stores nothing', async () => {
      expect((await create(VM, vm('dry', NAMED), true))['spec'].template.spec.domain.machine.type).toBe('pc-q35-9.6');
      expect(await attempt(cluster().admin.get(VM, { namespace, name: 'dry' }))).toMatchObject({ code: 'not-found' });
      expect(refusal(await attempt(create(VM, vm('dry', NAMED, { memory: { guest: '1Gi' } }), true)))).toMatchObject({ status: 422 });
    });

    test('may name what does not exist, as with KubeVirt', async () => {
      expect((await create(VM, vm('early', { instancetype: { name: 'not-yet' } })))['spec'].instancetype).toEqual({ name: 'not-yet' });
    });

    test.each<[string, Json]>([
      ['nothing', {}],
      ['no annotations', { metadata: { annotations: {}, labels: {} } }],
      ['slashes', { metadata: { annotations: { 'example.org/a': 'b/c~d~1', 'x.y': '' }, labels: { 'example.org/a': 'b' } } }],
      ['odd keys', { nodeSelector: { 'a~1b/c': '1', '~': '2', '': '3', '/': '4', constructor: '5', 'ä"\\': '6' } }],
    ])('keeps its template: %s (rows 14 and 26)', async (_, { metadata, ...odd }) => {
      const object = vm('odd', NAMED) as Json;
      object['spec'].template = { ...(metadata && { metadata }), spec: { ...object['spec'].template.spec, ...odd } };
      const { template } = (await create(VM, object, true))['spec'];
      expect(template.metadata).toEqual({ ...metadata, annotations: { 'kubevirt.io/pci-topology-version': 'v3', ...metadata?.annotations } });
      expect(template.spec).toMatchObject({ ...odd, architecture: 'amd64', domain: { machine: { type: 'pc-q35-9.6' } } });
    });

    test('may name a revision', async () => {
      const data = instancetype('small', { cpu: { guest: 8 }, memory: { guest: '8Gi' } });
      await create(RESOURCES.ControllerRevision, { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: { name: 'kept' }, revision: 0, data });
      const spec = { instancetype: { ...NAMED.instancetype, revisionName: 'kept' } };
      expect((await create(VM, vm('revised', spec)))['spec'].instancetype.revisionName).toBe('kept');
      expect(refusal(await attempt(create(VM, vm('revised2', spec, { memory: { guest: '1Gi' } }))))).toMatchObject({ status: 422 });
    });
  });

  describe('a VM that is updated', () => {
    test('must not keep the revision of another name', async () => {
      const created = await create(VM, vm('renamed', { instancetype: { ...NAMED.instancetype, revisionName: 'kept-elsewhere' } }));
      const updated = { ...created, spec: { ...created['spec'], instancetype: { ...created['spec'].instancetype, name: 'large' } } };
      expect(refusal(await attempt(cluster().admin.update(VM, updated as ApiObject)))).toMatchObject({ status: 422, fields: ['spec.instancetype.revisionName'] });
    });

    test('is stored as it is where nothing is to be set, status and all', async () => {
      const created = await create(VM, vm('settled', NAMED));
      const labelled = await cluster().admin.update(VM, { ...created, metadata: { ...created['metadata'], labels: { tier: 'web' } } } as ApiObject);
      expect(labelled['spec']).toEqual(created['spec']);
      const withStatus = await cluster().admin.update(VM, { ...labelled, status: { printableStatus: 'Stopped' } } as ApiObject, { subresource: 'status' });
      expect(withStatus).toMatchObject({ status: { printableStatus: 'Stopped' }, spec: created['spec'] });
      await cluster().admin.delete(VM, { namespace, name: 'settled' });
    });
  });

  test('a VM that is being deleted is let go', async () => {
    const [at, later] = [{ namespace, name: 'going' }, `later-${namespace}`];
    const created = await create(VM, { ...vm('going', { instancetype: { name: later } }, { memory: { guest: '1Gi' } }), metadata: { ...at, finalizers: ['example.org/wait'] } });
    await cluster().admin.create(CLUSTER_IT, { ...instancetype(later, { cpu: { guest: 1 }, memory: { guest: '2Gi' } }), kind: CLUSTER_IT.kind } as ApiObject);
    await until(async () => refusal(await attempt(cluster().admin.update(VM, created as ApiObject, { dryRun: true })))?.status === 422);
    await cluster().admin.update(VM, { ...created, status: { printableStatus: 'Stopping' } } as ApiObject, { subresource: 'status' });
    await cluster().admin.delete(VM, at);
    const going = (await cluster().admin.get(VM, at)) as Json;
    await cluster().admin.update(VM, { ...going, metadata: { ...going['metadata'], finalizers: [] } } as ApiObject);
    expect(await attempt(cluster().admin.get(VM, at))).toMatchObject({ code: 'not-found' });
  });

  describe('instance types and preferences', () => {
    test.each([
      ['an instance type that overcommits hugepages', IT, { cpu: { guest: 1 }, memory: { guest: '1Gi', hugepages: { pageSize: '2Mi' }, overcommitPercent: 10 } }, 'spec.memory.overcommitPercent'],
      ['a preference of an unknown topology', PREFERENCE, { cpu: { preferredCPUTopology: 'heaps' } }, 'spec.cpu.preferredCPUTopology'],
    ])('%s is refused', async (_, resource, spec, field) => {
      const object = { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: resource.kind, metadata: { name: 'refused' }, spec };
      expect(refusal(await attempt(create(resource, object)))).toMatchObject({ status: 422, reason: 'Invalid', fields: [field] });
    });

    test('of the cluster are judged too', async () => {
      const spec = { cpu: { guest: 1 }, memory: { guest: '1Gi', hugepages: { pageSize: '2Mi' }, overcommitPercent: 10 } };
      const object = { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: CLUSTER_IT.kind, metadata: { name: `refused-${namespace}` }, spec };
      expect(refusal(await attempt(cluster().admin.create(CLUSTER_IT, object as ApiObject)))).toMatchObject({ status: 422 });
    });
  });

  test('a warm admission asks the API server nothing', async () => {
    for (let time = 0; time < 4; time++) await create(VM, vm(`warm-${time}`, NAMED), true);
    const before = (await cluster().requestsOf(ADMITTER_USER)).filter(({ verb }) => verb === 'get').length;
    for (let time = 0; time < 10; time++) await create(VM, vm(`warmer-${time}`, NAMED), true);
    expect((await cluster().requestsOf(ADMITTER_USER)).filter(({ verb }) => verb === 'get').length).toBe(before);
  });

  describe('under load', () => {
    test('a rolling restart of all replicas fails no call', async () => {
      const load = startLoad((turn) => create(VM, vm(`load-${turn}`, NAMED), true));
      await load.reaches(20);
      for (const [index, old] of [...replicas].entries()) {
        const fresh = await admitter.addReplica(index === 0 ? [] : ['--stream-lists=false']);
        expect(await admitter.removeReplica(old)).toBe(0);
        replicas[index] = fresh;
        await load.reaches(load.done + 20);
      }
      expect(await load.end()).toEqual([]);
    }, 120_000);

    test('a new certificate is served without a failed call', async () => {
      const load = startLoad((turn) => create(VM, vm(`swap-${turn}`, NAMED), true));
      await load.reaches(20);
      const { cert } = await admitter.replaceCertificate();
      await until(async () => (await Promise.all(replicas.map(({ port }) => certificateOf(port)))).every((served) => served === bodyOf(cert)));
      await load.reaches(load.done + 20);
      expect(await load.end()).toEqual([]);
    }, 60_000);
  });

  // the last: what has been asked for by now is all that it needs
  test('has the rights that it needs, and no others', async () => {
    const requests = await cluster().requestsOf(ADMITTER_USER);
    expect(requests.filter(({ code }) => code === 401 || code === 403)).toEqual([]);
    const used = new Set(requests.map(({ verb, resource }) => `${verb} ${resource}`));
    await askForEachKind(used);
    expect([...used].toSorted()).toEqual(permissionsIn(ADMITTER_RBAC));

    // VMs that name what is in no cache, one for each kind
    async function askForEachKind(into: Set<string>): Promise<void> {
      const kinds = ['VirtualMachineInstancetype', 'VirtualMachineClusterInstancetype'].flatMap((it) => ['VirtualMachinePreference', 'VirtualMachineClusterPreference'].map((preference) => ({ it, preference })));
      for (const { it, preference } of kinds) await create(VM, vm('missing', { instancetype: { kind: it, name: 'nowhere' }, preference: { kind: preference, name: 'nowhere' } }), true);
      for (const { verb, resource } of await cluster().requestsOf(ADMITTER_USER)) into.add(`${verb} ${resource}`);
    }
  });
});
