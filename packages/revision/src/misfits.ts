import type { Family } from '@instancetype/api';
import { SPEC_MODELS } from './family.ts';
import { type Misfit, readModel } from './read-model.ts';

/** As many are told of one spec. */
const MOST = 100;
const NONE: readonly Misfit[] = [];
/** Specs that fit and cannot be changed any more, such as the catalog's: they are looked at once. */
const FITTING: Readonly<Record<Family, WeakSet<object>>> = { instancetype: /* @__PURE__ */ new WeakSet(), preference: /* @__PURE__ */ new WeakSet() };

/** The members of a spec that are not of the type that the API gives them, in their order; usually none (BEHAVIOUR 1.2, 1.3). KubeVirt cannot
 * decode such an object. Members that the API does not have are none of them.
 * @param spec anything
 * @param family whose spec it should be
 * @returns the first 100 */
export function misfitsOf(spec: unknown, family: Family): readonly Misfit[] {
  const fitting = FITTING[family];
  if (typeof spec === 'object' && spec !== null && fitting.has(spec)) return NONE;
  const { misfits } = readModel(spec, SPEC_MODELS[family], { most: MOST });
  if (misfits.length === 0 && isFrozen(spec)) fitting.add(spec);
  return misfits;
}

// what nests deeper than any spec is looked at each time
function isFrozen(value: unknown, depth = 0): value is object {
  return typeof value === 'object' && value !== null && depth < 12 && Object.isFrozen(value) && Object.values(value).every((inner) => typeof inner !== 'object' || inner === null || isFrozen(inner, depth + 1));
}
