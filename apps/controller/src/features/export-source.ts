import type { VirtualMachineLike } from '@instancetype/api';
import { valueAt } from '@instancetype/conflict';
import type { ApiObject } from '@instancetype/kube';

/** What an export is of. */
export interface ExportSource {
  readonly kind: 'VirtualMachine' | 'VirtualMachineSnapshot';
  readonly name: string;
}

const GROUPS = { VirtualMachine: 'kubevirt.io', VirtualMachineSnapshot: 'snapshot.kubevirt.io' } as const;

/** What an export is of, where it has a manifest: claims and backups have none (BEHAVIOUR 17.1).
 * @param object the VirtualMachineExport */
export function sourceOf(object: ApiObject): ExportSource | undefined {
  const [kind, name, group] = ['kind', 'name', 'apiGroup'].map((member) => valueAt(object, `/spec/source/${member}`));
  if ((kind !== 'VirtualMachine' && kind !== 'VirtualMachineSnapshot') || typeof name !== 'string' || name === '') return undefined;
  return group === GROUPS[kind] ? { kind, name } : undefined;
}

/** The name of the VM that a snapshot was taken of (BEHAVIOUR 17.1 step 1).
 * @param snapshot the VirtualMachineSnapshot */
export function vmOfSnapshot(snapshot: ApiObject): string | undefined {
  const name = valueAt(snapshot, '/spec/source/name');
  return valueAt(snapshot, '/spec/source/kind') === 'VirtualMachine' && typeof name === 'string' && name !== '' ? name : undefined;
}

/** The host at which an export is served inside the cluster, by the name of its service.
 * @param object the VirtualMachineExport */
export function hostOf(object: ApiObject): string {
  const { name, namespace } = (object as VirtualMachineLike).metadata ?? {};
  const service = valueAt(object, '/status/serviceName');
  return `${typeof service === 'string' && service !== '' ? service : `virt-export-${name}`}.${namespace}.svc`;
}
