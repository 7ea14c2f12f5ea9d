import type { ControllerRevisionLike, VirtualMachineLike } from '@instancetype/api';
import { type Outcome, success, valueAt } from '@instancetype/conflict';
import { vmRevisionMissing } from './problem.ts';
import type { StoreSteps } from './steps.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a snapshot holds of a VM, before the revisions that it names are copied (BEHAVIOUR 17.2): name, namespace, labels and annotations,
 * and the spec. A VM that runs is captured as it was started, with the volumes, disks and DataVolumes that it has now.
 * @param vm the VM as it is in the cluster; not changed
 * @param instance its VirtualMachineInstance, where it has one
 * @returns the VM as it is to be captured, without a status; or `revision-not-found`, where nothing tells how the VM was started */
export function* captureSteps<VM extends VirtualMachineLike>(vm: VM, instance?: object | null): StoreSteps<Outcome<VM>> {
  if (!instance) return success(captured(vm, (vm.spec ?? {}) as Json));
  const name = valueAt(instance, '/status/virtualMachineRevisionName');
  if (typeof name !== 'string' || name === '') return vmRevisionMissing(undefined);
  const revision = (yield { verb: 'get', ref: { kind: 'ControllerRevision', name, namespace: vm.metadata?.namespace ?? undefined } }) as ControllerRevisionLike | null | undefined;
  const started = valueAt(revision, '/data/spec');
  return isObject(started) ? success(captured(vm, withStorageOf(vm, started))) : vmRevisionMissing(name);
}

function captured<VM extends VirtualMachineLike>(vm: VM, spec: Json): VM {
  const { name, namespace, labels, annotations } = vm.metadata ?? {};
  const metadata = { name, ...(namespace && { namespace }), ...(labels && { labels }), ...(annotations && { annotations }) };
  return { ...(vm.apiVersion && { apiVersion: vm.apiVersion }), ...(vm.kind && { kind: vm.kind }), metadata, spec } as unknown as VM;
}

/** A spec with the storage of a VM, which can change while it runs. */
function withStorageOf(vm: VirtualMachineLike, spec: Json): Json {
  const [template, inner, domain, devices] = ['/template', '/template/spec', '/template/spec/domain', '/template/spec/domain/devices'].map((path) => objectAt(spec, path)) as [Json, Json, Json, Json];
  const grown = replaced(devices, 'disks', valueAt(vm, '/spec/template/spec/domain/devices/disks'));
  const live = replaced({ ...inner, domain: { ...domain, devices: grown } }, 'volumes', valueAt(vm, '/spec/template/spec/volumes'));
  return replaced({ ...spec, template: { ...template, spec: live } }, 'dataVolumeTemplates', valueAt(vm, '/spec/dataVolumeTemplates'));
}

function replaced(object: Json, member: string, value: unknown): Json {
  const { [member]: _, ...rest } = object;
  return value === undefined ? rest : { ...rest, [member]: value };
}

function objectAt(value: unknown, path: string): Json {
  const found = valueAt(value, path);
  return isObject(found) ? found : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
