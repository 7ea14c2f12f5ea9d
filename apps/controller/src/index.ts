export { FEATURES } from './settings.ts';
export type { FeatureName } from './settings.ts';
export type { Feature, Step, StepError, StepOutcome, StepTools } from './vm/step.ts';
