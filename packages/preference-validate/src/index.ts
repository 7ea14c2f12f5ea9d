export { checkRequirements } from './check-requirements.ts';
export type { RequirementsInput } from './requirement.ts';
export { validatePreference } from './validate-preference.ts';
