import type { Lookups } from '@instancetype/api';
import type { PassSteps } from './pass.ts';

/** Looks up, as a part of a pass, what a computation asks for.
 * @param lookups the computation */
export function* lookUp<T>(lookups: Lookups<T>): PassSteps<T> {
  let step = lookups.next();
  while (step.done !== true) step = lookups.next((yield { verb: 'get', ref: step.value }) as object | null | undefined);
  return step.value;
}
