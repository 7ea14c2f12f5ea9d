export { inferInFamily } from './infer-in-family.ts';
export { inferInstancetype, inferInstancetypeAsync, inferInstancetypeTo } from './infer-instancetype.ts';
export { inferOutcome, inferOutcomeAsync } from './infer-outcome.ts';
export type { AsyncInferReader, InferOutcomeOptions, InferReader } from './infer-outcome.ts';
export type { InferOptions } from './inference.ts';
