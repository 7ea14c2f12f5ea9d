import type { ControllerRevisionLike, OwnerReferenceLike, VirtualMachineLike } from '@instancetype/api';

/** The controller of a revision, where that is another object than the VM: the revision goes when that object goes (BEHAVIOUR Appendix B14).
 * Without a UID, as in manifests, kind and name tell.
 * @param revision a ControllerRevision; only its metadata is looked at
 * @param vm the VM
 * @returns undefined where the VM is the controller, or nothing is */
export function foreignController({ metadata }: ControllerRevisionLike, vm: VirtualMachineLike): OwnerReferenceLike | undefined {
  const owners: unknown = metadata?.ownerReferences;
  const controller = Array.isArray(owners) ? (owners as readonly (OwnerReferenceLike | null)[]).find((owner) => owner?.controller === true) : undefined;
  return !controller || isVm(controller, vm) ? undefined : controller;
}

function isVm(owner: OwnerReferenceLike, { metadata }: VirtualMachineLike): boolean {
  if (owner.uid && metadata?.uid) return owner.uid === metadata.uid;
  return owner.kind === 'VirtualMachine' && owner.name === metadata?.name;
}
