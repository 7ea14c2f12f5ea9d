export { compareRevisions } from './compare.ts';
export { decodeRevision } from './decode.ts';
export { deepEqual, firstDifference } from './deep-equal.ts';
export type { Comparable, Difference } from './deep-equal.ts';
export { encodeRevision, ownerReference, revisionName } from './encode.ts';
export type { NewControllerRevision, NewOwnerReference } from './encode.ts';
export type { KindOf, SpecOf } from './family.ts';
export type { Stored, StoredObject, StoredVersion } from './stored.ts';
