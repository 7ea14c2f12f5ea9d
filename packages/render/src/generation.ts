import { type ControllerRevisionLike, VM_GENERATION_ANNOTATION, type VirtualMachineLike } from '@instancetype/api';
import { type JsonPatchOperation, pointerOf, valueAt } from '@instancetype/conflict';
import { sameJson } from '@instancetype/draft';
import { generationOf, lastSeenSpec } from './vm-revision.ts';

const NOTED = pointerOf(['metadata', 'annotations', VM_GENERATION_ANNOTATION]);

/** The patch by which an instance notes the generation of its VM, where of the VM nothing but what is outside of its template has changed since
 * its start, so that it is what its instance is (BEHAVIOUR 15.4 step 4, 15.7).
 * @param vm the VM
 * @param instance its instance
 * @param existing ControllerRevisions of its namespace; those of anything else are passed over
 * @returns the patch of the instance, behind a test; undefined where nothing is to be noted */
export function generationPatch(vm: VirtualMachineLike, instance: object, existing: Iterable<ControllerRevisionLike>): readonly JsonPatchOperation[] | undefined {
  const noted = valueAt(instance, NOTED);
  const generation = String(generationOf(vm));
  if (noted === undefined || noted === generation) return undefined;
  const started = lastSeenSpec(vm, existing);
  if (!started || !sameJson(valueAt(started, '/template'), valueAt(vm, '/spec/template'))) return undefined;
  return [
    { op: 'test', path: NOTED, value: noted },
    { op: 'replace', path: NOTED, value: generation },
  ];
}
