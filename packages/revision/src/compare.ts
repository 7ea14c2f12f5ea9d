import type { ControllerRevisionLike } from '@instancetype/api';
import { type Diagnostic, objectName, showValue } from '@instancetype/conflict';
import { decodeAny } from './decode.ts';
import { type Difference, firstDifference } from './deep-equal.ts';
import { familyOfKind } from './family.ts';
import { showRevision } from './problem.ts';

/**
 * Whether two revisions hold the same spec (BEHAVIOUR 10.3 step 5): both are decoded, and their specs compared by meaning
 * (0.2). Names, labels and the rest of the stored objects do not count.
 * @param existing the revision that is there
 * @param expected the revision that would have been created in its place
 * @returns undefined where they are equal; else `revision-differs` with the first field that differs as claims, `existing`
 *   first; or the finding of `decodeRevision` where one of them cannot be read. Pointers are into `existing`
 */
export function compareRevisions(existing: ControllerRevisionLike, expected: ControllerRevisionLike): Diagnostic | undefined {
  const found = decodeAny(existing);
  if (!found.ok) return found.causes[0];
  const wanted = decodeAny(expected);
  if (!wanted.ok) return wanted.causes[0];
  const family = familyOfKind(wanted.value.kind);
  if (family === undefined || family !== familyOfKind(found.value.kind)) {
    return differs(existing, expected, { field: 'kind', pointer: '/kind', first: found.value.kind, second: wanted.value.kind });
  }
  const difference = firstDifference(found.value.spec, wanted.value.spec, family);
  return difference && differs(existing, expected, inSpec(difference));
}

function inSpec({ field, pointer, first, second }: Difference): Difference {
  return { field: field === '' ? 'spec' : `spec.${field}`, pointer: `/spec${pointer}`, first, second };
}

function differs(existing: ControllerRevisionLike, expected: ControllerRevisionLike, difference: Difference): Diagnostic {
  const { field, pointer, first, second } = difference;
  const values = `${field} is ${showValue(first)} in it and ${showValue(second)} in the object to store`;
  return {
    code: 'revision-differs',
    severity: 'error',
    message: `${showRevision(existing)} exists already and holds something else: ${values}. Delete it where nothing uses it`,
    pointer: `/data${pointer}`,
    claims: [
      { owner: objectName(existing, 'ControllerRevision'), field: `data.${field}`, value: first },
      { owner: objectName(expected, 'ControllerRevision'), field: `data.${field}`, value: second },
    ],
  };
}
