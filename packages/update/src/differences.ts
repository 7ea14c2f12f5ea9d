import { pointerOf, type Segment, segmentsOf } from '@instancetype/conflict';
import { sameJson } from '@instancetype/draft';
import { equalQuantities } from '@instancetype/quantity';
import { isContainer, isQuantity, isUnset } from './template-model.ts';

/** A place in which two templates do not mean the same. */
export interface Difference {
  /** JSON pointer from where the comparison began. */
  readonly pointer: string;
  /** The value there; undefined where it is unset. */
  readonly from: unknown;
  readonly to: unknown;
}

type Container = Readonly<Record<string, unknown>>;

interface Comparison {
  readonly path: Segment[];
  readonly found: Difference[];
}

// deeper values are taken to differ: a manifest must not be able to exhaust the stack
const MAX_DEPTH = 150;

/** Where two templates, or parts of them, do not mean the same (BEHAVIOUR 0.2): unset and empty lists and maps are equal, quantities
 * compare by number. Elements of lists are compared by their index; what is added or removed is told as a whole.
 * @param a plain JSON
 * @param b plain JSON
 * @param name which part it is, named from the template: `spec`, `spec.volumes`, ...
 * @returns in the order of the members of `a`, then of `b` */
export function differences(a: unknown, b: unknown, name: string): readonly Difference[] {
  const comparison: Comparison = { path: [], found: [] };
  compare(a ?? undefined, b ?? undefined, name, comparison);
  return comparison.found;
}

/** Whether two parts of templates mean the same (BEHAVIOUR 0.2).
 * @param a plain JSON
 * @param b plain JSON
 * @param name which part it is, named from the template */
export function isSame(a: unknown, b: unknown, name: string): boolean {
  return a === b || differences(a, b, name).length === 0;
}

/** Whether a difference is at a place or inside it.
 * @param difference from `differences`
 * @param pointer the place */
export function isWithin({ pointer }: Pick<Difference, 'pointer'>, place: string): boolean {
  const [inner, outer] = [segmentsOf(pointer), segmentsOf(place)];
  return outer.every((segment, index) => segment === inner[index]);
}

function compare(a: unknown, b: unknown, name: string, comparison: Comparison): void {
  if (a === b || (isUnset(a, name) && isUnset(b, name))) return;
  if (isQuantity(name) && equalQuantities(a, b) === true && a !== undefined && b !== undefined) return;
  if (comparison.path.length < MAX_DEPTH && compareInside(a, b, name, comparison)) return;
  if (!sameJson(a, b)) comparison.found.push({ pointer: pointerOf(comparison.path), from: a, to: b });
}

/** Compares members or elements, where there are any on both sides. */
function compareInside(a: unknown, b: unknown, name: string, comparison: Comparison): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let index = 0; index < Math.max(a.length, b.length); index++) at(index, comparison, () => compare(a[index] ?? undefined, b[index] ?? undefined, name, comparison));
    return true;
  }
  const [first, second] = [membersOf(a, name), membersOf(b, name)];
  if (!first || !second) return false;
  for (const key of new Set([...Object.keys(first), ...Object.keys(second)])) {
    at(key, comparison, () => compare(memberOf(first, key), memberOf(second, key), `${name}.${key}`, comparison));
  }
  return true;
}

function at(segment: Segment, { path }: Comparison, go: () => void): void {
  path.push(segment);
  go();
  path.pop();
}

function membersOf(value: unknown, name: string): Container | undefined {
  if (value === undefined && isContainer(name)) return {};
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Container) : undefined;
}

function memberOf(container: Container, key: string): unknown {
  return Object.hasOwn(container, key) ? (container[key] ?? undefined) : undefined;
}
