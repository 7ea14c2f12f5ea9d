import type { JsonPatchOperation } from '@instancetype/conflict';
import { type ApiObject, RESOURCES } from '@instancetype/kube';
import type { World } from '../support/harness.ts';
import type { Json } from '../support/objects.ts';

const { VirtualMachine: VM, VirtualMachineInstance: VMI } = RESOURCES;

/** The instance of a VM. */
export async function instanceOf(world: World, name: string): Promise<Json> {
  return await world.get('VirtualMachineInstance', name);
}

/** Whether a VM's own instance is there. */
export async function started(world: World, name: string): Promise<boolean> {
  const [vm] = (await world.list('VirtualMachine')).filter(({ metadata }) => metadata.name === name);
  return (await world.list('VirtualMachineInstance')).some(({ metadata }) => metadata.name === name && !metadata.deletionTimestamp && metadata.ownerReferences?.[0]?.uid === vm?.metadata.uid);
}

/** The revisions that remember a VM as it was started. */
export async function ofVm(world: World, { metadata }: ApiObject): Promise<Json[]> {
  return (await world.list('ControllerRevision')).filter(({ metadata: { name } }) => name.startsWith(`revision-start-vm-${metadata?.uid}-`));
}

/** A VM as webhooks store it on such a cluster: memory is added on this architecture only. */
export function onAmd64(vm: ApiObject): ApiObject {
  const { spec } = vm as Json;
  return { ...vm, spec: { ...spec, template: { spec: { architecture: 'amd64', ...spec.template.spec } } } };
}

/** Changes a VM as its owner would. */
export async function patchVm(world: World, name: string, operations: readonly JsonPatchOperation[]): Promise<void> {
  await world.api.patch(VM as never, { name, namespace: 'default' }, { json: [{ op: 'test', path: '/metadata/name', value: name }, ...operations] as never });
}

/** Makes of an instance what KubeVirt does when it runs: with room to grow, and a status. */
export async function asRunning(world: World, name: string, room: { readonly maxSockets?: number; readonly maxGuest?: string }, phase = 'Running', status: Json = {}): Promise<void> {
  const instance = await instanceOf(world, name);
  const { cpu, memory, ...domain } = instance.spec.domain as Json;
  const grown = { ...domain, cpu: { ...cpu, ...(room.maxSockets && { maxSockets: room.maxSockets }) }, memory: { ...memory, ...(room.maxGuest && { maxGuest: room.maxGuest }) } };
  const running = { ...instance.status, phase, conditions: [{ type: 'LiveMigratable', status: 'True' }], memory: { guestAtBoot: memory?.guest, guestCurrent: memory?.guest }, ...status };
  await world.api.update(VMI as never, { ...instance, spec: { ...instance.spec, architecture: 'amd64', domain: grown }, status: running } as never);
}

/** The events of a VM, as `Normal SuccessfulCreate`. */
export async function eventsOf(world: World, name: string): Promise<string[]> {
  return (await world.list('Event')).filter(({ regarding }) => regarding.name === name).map(({ type, reason }) => `${type} ${reason}`);
}

/** A condition of a VM. */
export async function conditionOf(world: World, name: string, type: string): Promise<Json | undefined> {
  return ((await world.get('VirtualMachine', name)).status?.conditions as Json[] | undefined)?.find((each) => each['type'] === type);
}
