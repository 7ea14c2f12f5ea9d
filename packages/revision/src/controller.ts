import type { ControllerRevisionLike, ObjectLike, OwnerReferenceLike, VirtualMachineLike } from '@instancetype/api';
import { objectName, type ObjectName } from '@instancetype/conflict';

/** The object that a revision goes with.
 * @param revision a ControllerRevision; only its metadata is looked at
 * @returns the owner reference that says `controller`, if there is one */
function controllerOf({ metadata }: ControllerRevisionLike): OwnerReferenceLike | undefined {
  const owners: unknown = metadata?.ownerReferences;
  return Array.isArray(owners) ? ((owners as readonly (OwnerReferenceLike | null)[]).find((owner) => owner?.controller === true) ?? undefined) : undefined;
}

/** The controller of a revision, where that is another object than the VM: the revision goes when that object goes (BEHAVIOUR Appendix B14).
 * Without a UID, as in manifests, kind and name tell.
 * @param revision a ControllerRevision; only its metadata is looked at
 * @param vm the VM
 * @returns undefined where the VM is the controller, or nothing is */
export function foreignController(revision: ControllerRevisionLike, vm: VirtualMachineLike): OwnerReferenceLike | undefined {
  const controller = controllerOf(revision);
  if (!controller) return undefined;
  const { name, uid } = vm.metadata ?? {};
  const isOwn = controller.uid && uid ? controller.uid === uid : isNamed(controller, 'VirtualMachine', name);
  return isOwn ? undefined : controller;
}

/** An owner reference as the name of its object, for messages.
 * @param owner the reference; what it does not say is made up for */
export function ownerName({ kind, name }: OwnerReferenceLike): ObjectName {
  return objectName({ kind, metadata: { name } }, 'object');
}

/** Whether a revision belongs to an object that had the kind and the name of another one before it, and was deleted: the revision is about to
 * go, too.
 * @param revision a ControllerRevision; only its metadata is looked at
 * @param successor the object that has the name now, with its UID
 * @param kind its kind */
export function isOfPredecessor(revision: ControllerRevisionLike, { metadata }: ObjectLike, kind: string): boolean {
  const controller = controllerOf(revision);
  // without a UID, as in manifests, nobody can be told apart
  if (!controller?.uid || !metadata?.uid) return false;
  return isNamed(controller, kind, metadata.name) && controller.uid !== metadata.uid;
}

function isNamed(reference: OwnerReferenceLike, kind: string, name: unknown): boolean {
  return reference.kind === kind && reference.name === name;
}
