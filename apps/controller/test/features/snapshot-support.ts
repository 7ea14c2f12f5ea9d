import { until, type World } from '../support/harness.ts';
import { instancetype, type Json, preference, vm } from '../support/objects.ts';
import { patchVm } from './support.ts';

const API_VERSION = 'snapshot.kubevirt.io/v1beta1';
const NAMED = { instancetype: { name: 'small' }, preference: { name: 'linux' } };

/** Creates a snapshot of a VM. */
export async function snapshotOf(world: World, name: string, of: string, spec: Json = {}): Promise<Json> {
  const source = { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name: of };
  return (await world.create({ apiVersion: API_VERSION, kind: 'VirtualMachineSnapshot', metadata: { name, namespace: 'default' }, spec: { source, ...spec } } as never)) as Json;
}

/** Creates a restore of a snapshot. */
export async function restoreOf(world: World, name: string, snapshot: string, target: string, spec: Json = {}): Promise<Json> {
  const wish = { target: { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name: target }, virtualMachineSnapshotName: snapshot, ...spec };
  return (await world.create({ apiVersion: API_VERSION, kind: 'VirtualMachineRestore', metadata: { name, namespace: 'default' }, spec: wish } as never)) as Json;
}

/** Waits until a snapshot is ready. */
export async function taken(world: World, name: string): Promise<Json> {
  await until(async () => (await world.get('VirtualMachineSnapshot', name)).status?.readyToUse === true);
  return await world.get('VirtualMachineSnapshot', name);
}

/** Waits until a restore is complete. */
export async function restored(world: World, name: string): Promise<Json> {
  await until(async () => (await world.get('VirtualMachineRestore', name)).status?.complete === true);
  return await world.get('VirtualMachineRestore', name);
}

/** What a condition of a snapshot or a restore says. */
export async function messageOf(world: World, kind: string, name: string): Promise<string> {
  const conditions = ((await world.get(kind, name)).status?.conditions ?? []) as readonly Json[];
  return conditions.filter(({ type, status }) => type === 'Ready' && status === 'False').map(({ message }) => String(message)).join();
}

/** The VM that a snapshot holds. */
export async function captured(world: World, { status }: Json): Promise<Json> {
  return (await world.get('VirtualMachineSnapshotContent', status.virtualMachineSnapshotContentName)).spec.source.virtualMachine as Json;
}

/** The names of the revisions that a VM's spec names, of both its matchers. */
export function namedIn({ spec }: Json): readonly (string | undefined)[] {
  return [spec.instancetype?.revisionName, spec.preference?.revisionName] as (string | undefined)[];
}

/** The revision of a name, where there is one. */
export async function revision(world: World, name: string | undefined): Promise<Json | undefined> {
  return (await world.list('ControllerRevision')).find(({ metadata }) => metadata.name === name);
}

/** A VM whose spec names the revisions in which its instance type and preference are stored, by hand: nobody else is needed. */
export async function vmWithRevisions(world: World, name: string, cpus = 2): Promise<Json> {
  const made = (await world.create(vm(name, NAMED))) as Json;
  await storeBoth(world, made, cpus);
  const test = [`${name}-small-1`, `${name}-linux-1`];
  await patchVm(world, name, [
    { op: 'add', path: '/spec/instancetype/revisionName', value: test[0] },
    { op: 'add', path: '/spec/preference/revisionName', value: test[1] },
  ]);
  return await world.get('VirtualMachine', name);
}

/** Stores an instance type and a preference for a VM. */
export async function storeBoth(world: World, { metadata }: Json, cpus: number): Promise<void> {
  const owner = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', name: metadata.name, uid: metadata.uid, controller: true };
  const objects = [instancetype('small', { cpu: { guest: cpus }, memory: { guest: '2Gi' } }), preference('linux')] as Json[];
  for (const object of objects) {
    const labels = { 'instancetype.kubevirt.io/object-kind': object['kind'], 'instancetype.kubevirt.io/object-name': object['metadata'].name, 'instancetype.kubevirt.io/object-version': 'v1beta1', 'instancetype.kubevirt.io/object-uid': 'x', 'instancetype.kubevirt.io/object-generation': '1' };
    const name = `${metadata.name}-${object['metadata'].name}-1`;
    await world.create({ apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: { name, namespace: 'default', ownerReferences: [owner], labels }, data: object, revision: 0 } as never);
  }
}
