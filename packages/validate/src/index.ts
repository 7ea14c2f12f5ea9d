export { isAdmissionWarning } from './admission-warning.ts';
export { checkSpread } from './check-spread.ts';
export { checkLiveUpdate } from './live-update.ts';
export { validateMatcher, validateMatcherChange } from './matcher.ts';
export { memoryHotplugObstacle } from './memory-hotplug.ts';
export { claimsOf, showOwner } from './owned.ts';
export type { ClaimSource, Owned } from './owned.ts';
export { setMember } from './set-member.ts';
export { validateInstancetype } from './validate-instancetype.ts';
