export { findInFamily, findInFamilyAsync, findInFamilySteps } from './find.ts';
export type { FindOutcome } from './find.ts';
export { findInstancetype, findInstancetypeAsync } from './find-instancetype.ts';
export type { AsyncReader, Found, Reader } from './found.ts';
