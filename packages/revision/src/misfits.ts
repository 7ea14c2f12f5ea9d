import type { Family } from '@instancetype/api';
import { SPEC_MODELS } from './family.ts';
import { type Misfit, type ModelReading, readModel } from './read-model.ts';

/** Specs that fit. They are looked at each time that they are applied, and most are the same few. */
const fitting = /* @__PURE__ */ new WeakSet<object>();
const NONE: readonly Misfit[] = [];

/** Reads the spec of an instance type or a preference as it is now.
 * @param spec anything
 * @param family whose spec it should be */
export function readSpec(spec: unknown, family: Family): ModelReading {
  const reading = readModel(spec, SPEC_MODELS[family]);
  if (reading.misfits.length === 0) fitting.add(reading.value);
  return reading;
}

/** The members of a spec that are not of the type that the API gives them, in their order; usually none (BEHAVIOUR 1.2, 1.3). KubeVirt cannot
 * decode such an object. Members that the API does not have are none of them. A spec that fits is not looked at again, not even where it
 * is changed afterwards.
 * @param spec anything
 * @param family whose spec it should be */
export function misfitsOf(spec: unknown, family: Family): readonly Misfit[] {
  if (typeof spec === 'object' && spec !== null && fitting.has(spec)) return NONE;
  const { misfits } = readSpec(spec, family);
  if (misfits.length === 0 && typeof spec === 'object' && spec !== null) fitting.add(spec);
  return misfits;
}
