import { type ApiObject, type ApiResource, RESOURCES } from '@instancetype/kube';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AdmitterDeployment, deployAdmitter } from '../src/admitter-deployment.ts';
import { attempt, refusal, until } from '../src/attempt.ts';
import type { TestCluster } from '../src/cluster.ts';
import { type ControllerDeployment, deployController } from '../src/controller-deployment.ts';
import { installCrds } from '../src/crds.ts';
import { openEmbedded } from '../src/embedded.ts';

type Json = Record<string, any>;

const [VM, IT, CLAIM] = [RESOURCES.VirtualMachine, RESOURCES.VirtualMachineInstancetype, RESOURCES.PersistentVolumeClaim];

describe('an admitter and a controller that infer late', () => {
  let [cluster, admitter, controller, namespace]: [TestCluster, AdmitterDeployment, ControllerDeployment, string] = [undefined as never, undefined as never, undefined as never, ''];
  const create = (resource: ApiResource, object: Json): Promise<Json> => cluster.admin.create(resource, { ...object, metadata: { namespace, ...object['metadata'] } } as ApiObject);
  const get = (name: string): Promise<Json> => cluster.admin.get(VM, { namespace, name });
  const vm = (name: string, volume = 'root'): Json => ({
    ...{ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name } },
    spec: { runStrategy: 'Halted', instancetype: { inferFromVolume: volume }, template: { spec: { domain: { devices: {} }, volumes: [{ name: 'root', persistentVolumeClaim: { claimName: name } }] } } },
  });

  beforeAll(async () => {
    cluster = await openEmbedded();
    await installCrds(cluster);
    namespace = await cluster.newNamespace('late');
    admitter = await deployAdmitter(cluster);
    await admitter.addReplica(['--late-inference']);
    await admitter.register(namespace);
    controller = await deployController(cluster);
    await controller.grant('lateInference');
    await controller.addReplica(['--features=references,late-inference', '--leader-election=false']);
    await create(IT, { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: IT.kind, metadata: { name: 'small' }, spec: { cpu: { guest: 2 }, memory: { guest: '2Gi' } } });
  }, 120_000);
  afterAll(async () => {
    await controller?.close();
    await admitter?.close();
    await cluster?.close();
  });

  test('take a VM before its volume is there, and give it its instance type when it is', async () => {
    const created = await create(VM, vm('early'));
    expect(created['spec'].instancetype).toEqual({ inferFromVolume: 'root' });
    // it is complete but for that
    expect(created['spec'].template.spec.domain.machine).toBeDefined();
    await until(async () => (await get('early'))['status']?.conditions?.some(({ type, message }: Json) => type === 'Failure' && message.includes('early')));
    await create(CLAIM, {
      ...{ apiVersion: 'v1', kind: CLAIM.kind, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
      metadata: { name: 'early', labels: { 'instancetype.kubevirt.io/default-instancetype': 'small', 'instancetype.kubevirt.io/default-instancetype-kind': IT.kind } },
    });
    await until(async () => (await get('early'))['status']?.instancetypeRef?.controllerRevisionRef !== undefined);
    const { spec, status } = await get('early');
    expect(spec).toEqual({ ...created['spec'], instancetype: { name: 'small', kind: IT.kind } });
    await until(async () => ((await get('early'))['status'].conditions ?? []).length === 0);
    expect(status.instancetypeRef).toMatchObject({ name: 'small', kind: IT.kind });
  });

  test('take no VM that will never be told anything', async () => {
    const { status, message } = refusal(await attempt(create(VM, vm('typo', 'rot')))) ?? {};
    expect([status, message]).toEqual([400, expect.stringContaining('rot')]);
  });
});
