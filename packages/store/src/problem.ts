import { CLUSTER_INSTANCETYPE, CLUSTER_PREFERENCE, type ControllerRevisionLike, type Family, INSTANCETYPE, type ObjectRef, PREFERENCE, type VirtualMachineLike } from '@instancetype/api';
import { type CauseReason, type Diagnostic, failure, type Failure, objectName, showObject, showText, showValue } from '@instancetype/conflict';
import { foreignController, ownerName } from '@instancetype/revision';

const NOUNS: Readonly<Record<Family, string>> = { instancetype: 'instance type', preference: 'preference' };
const KINDS: Readonly<Record<Family, string>> = {
  instancetype: `${CLUSTER_INSTANCETYPE.kind} or ${INSTANCETYPE.kind}`,
  preference: `${CLUSTER_PREFERENCE.kind} or ${PREFERENCE.kind}`,
};

/** The matcher's kind is none of the family's (BEHAVIOUR 10.3 step 1). */
export function unknownKind(family: Family, kind: unknown): Failure {
  const message = `spec.${family}.kind is ${showValue(kind)}, which is no kind of ${NOUNS[family]}, so that nothing can be stored: write ${KINDS[family]}, or leave it out for the former`;
  return problem(family, 'FieldValueInvalid', 'unknown-kind', message, 'kind');
}

/** The matcher names nothing that could be stored (BEHAVIOUR Appendix B13). */
export function nameMissing(family: Family): Failure {
  const message = `spec.${family} names no ${NOUNS[family]} to store: set spec.${family}.name`;
  return problem(family, 'FieldValueNotFound', 'name-missing', message, 'name');
}

/** The live object is gone (BEHAVIOUR 10.3 step 1). */
export function objectNotFound(family: Family, ref: ObjectRef): Failure {
  const message = `spec.${family} names ${showObject(ref)}, which does not exist and cannot be stored: create it, or name another ${NOUNS[family]}`;
  return problem(family, 'FieldValueNotFound', `${family}-not-found`, message, 'name');
}

/** A revision that the status or a matcher names is gone. */
export function revisionNotFound(family: Family, pointer: string, name: string): Failure {
  const message = `ControllerRevision "${showText(name)}", in which the VM's ${NOUNS[family]} is stored, does not exist: restore it, or remove the reference so that the live ${NOUNS[family]} is stored again`;
  return failure({ code: 'revision-not-found', severity: 'error', message, reason: 'FieldValueNotFound', field: `spec.${family}`, pointer });
}

/** What a running VM was started as is not to be found (BEHAVIOUR 17.2). */
export function vmRevisionMissing(name: string | undefined): Failure {
  const what = name === undefined ? 'its instance names no ControllerRevision in status.virtualMachineRevisionName' : `ControllerRevision "${showText(name)}", which its instance names, does not exist or holds no spec`;
  const message = `The VM runs, and nothing tells as what it was started: ${what}. Stop it, or restart it`;
  return failure({ code: 'revision-not-found', severity: 'error', message, reason: 'FieldValueNotFound', field: 'spec', pointer: '/spec' });
}

/** The revision that is there belongs to another object, and goes when that goes (BEHAVIOUR Appendix B14). */
export function foreignOwner(vm: VirtualMachineLike, family: Family, revision: ControllerRevisionLike): Diagnostic | undefined {
  const owner = foreignController(revision, vm);
  if (!owner) return undefined;
  const { name } = objectName(revision, 'ControllerRevision');
  const whose = showObject(ownerName(owner));
  const message = `ControllerRevision "${showText(name)}" holds the VM's ${NOUNS[family]}, and belongs to another object, ${whose} of uid ${showValue(owner.uid ?? undefined)}: when that is deleted, the revision goes with it`;
  return { code: 'revision-of-another-owner', severity: 'warning', message, field: `spec.${family}`, pointer: `/spec/${family}` };
}

/** The revision that is there goes with the object that had this name before, and is created anew when it has gone.
 * @param family what the revision holds
 * @param revision the revision
 * @param kind of the object */
export function revisionOfPredecessor(family: Family, revision: ControllerRevisionLike, kind: string): Failure {
  const { name } = objectName(revision, 'ControllerRevision');
  const message = `ControllerRevision "${showText(name)}" is that of a ${kind} of the same name which was deleted, and goes with it: wait until the cluster has collected it, or delete it`;
  return failure({ code: 'revision-of-predecessor', severity: 'error', message, field: `spec.${family}`, pointer: `/spec/${family}` });
}

/** A revision that the VM needs no more belongs to another object, which may need it.
 * @param vm the VM
 * @param family what the revision holds
 * @param revision the revision
 * @returns a warning; undefined where it is the VM's own, or nobody's */
export function keptForAnother(vm: VirtualMachineLike, family: Family, revision: ControllerRevisionLike): Diagnostic | undefined {
  const owner = foreignController(revision, vm);
  if (!owner) return undefined;
  const { name } = objectName(revision, 'ControllerRevision');
  const whose = showObject(ownerName(owner));
  const message = `ControllerRevision "${showText(name)}" is no longer needed by the VM and was not deleted, because it belongs to another object, ${whose}`;
  return { code: 'revision-of-another-owner', severity: 'warning', message, pointer: `/status/${family}Ref/controllerRevisionRef/name` };
}

function problem(family: Family, reason: CauseReason, code: string, message: string, member: string): Failure {
  return failure({ code, severity: 'error', message, reason, field: `spec.${family}`, pointer: `/spec/${family}/${member}` });
}
