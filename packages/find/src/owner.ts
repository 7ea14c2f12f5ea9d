import { type ControllerRevisionLike, type Family, type ObjectRef, type VirtualMachineLike } from '@instancetype/api';
import { type Diagnostic, showObject } from '@instancetype/conflict';
import { foreignController, ownerName } from '@instancetype/revision';
import { revisionPointer } from './problem.ts';

/** The warning of BEHAVIOUR Appendix B14: another object is the controller of a revision that the VM names itself, so the
 * revision goes when that object goes. */
export function foreignOwner(vm: VirtualMachineLike, family: Family, revision: ControllerRevisionLike, ref: ObjectRef): Diagnostic | undefined {
  const controller = foreignController(revision, vm);
  if (!controller) return undefined;
  const owner = showObject(ownerName(controller));
  return {
    code: 'revision-of-another-owner',
    severity: 'warning',
    message: `spec.${family}.revisionName names ${showObject(ref)}, which belongs to ${owner} and is deleted with it: name a revision of this VM`,
    field: `spec.${family}`,
    pointer: revisionPointer(family, 'matcher'),
  };
}
