import { displayPath, pointerOf, type Segment } from '@instancetype/conflict';
import { equalQuantities } from '@instancetype/quantity';
import { INSTANCETYPE_SPEC } from './instancetype-model.ts';
import { isPointer, isWrapped, type Model, type ObjectModel, type ScalarModel, typeOf, zeroOf } from './model.ts';
import { PREFERENCE_SPEC } from './preference-model.ts';

/** What can be compared: the spec of an instance type, the spec of a preference, or a reference in a VM's status. */
export type Comparable = 'instancetype' | 'preference' | 'statusRef';

/** The first place in which two values differ. */
export interface Difference {
  /** Dotted path from the value, `cpu.guest`; empty where the values themselves differ. */
  readonly field: string;
  /** JSON pointer from the value. */
  readonly pointer: string;
  /** The value there on the first side; undefined where it is unset. */
  readonly first: unknown;
  /** The value there on the second side; undefined where it is unset. */
  readonly second: unknown;
}

type Container = Readonly<Record<string, unknown>>;

const STATUS_REF: ObjectModel = {
  name: 'text',
  kind: 'text',
  controllerRevisionRef: { name: 'text' },
  inferFromVolume: 'text',
  inferFromVolumeFailurePolicy: 'text?',
};

const MODELS: Readonly<Record<Comparable, Model>> = {
  instancetype: ['inline', INSTANCETYPE_SPEC],
  preference: ['inline', PREFERENCE_SPEC],
  statusRef: STATUS_REF,
};

/** Whether two values mean the same (BEHAVIOUR 0.2): unset and empty lists and maps are equal, unset and empty objects are
 * not, quantities compare by number. Members that the API does not have do not count.
 * @param a plain JSON, or undefined
 * @param b plain JSON, or undefined
 * @param what what they are */
export function deepEqual(a: unknown, b: unknown, what: Comparable): boolean {
  return firstDifference(a, b, what) === undefined;
}

/** The first place in which two values do not mean the same, in the order of the API's fields; undefined where they are equal
 * by `deepEqual`.
 * @param a plain JSON, or undefined
 * @param b plain JSON, or undefined
 * @param what what they are */
export function firstDifference(a: unknown, b: unknown, what: Comparable): Difference | undefined {
  const [first, second] = [a ?? undefined, b ?? undefined];
  return first === second ? undefined : compare(first, second, MODELS[what], []);
}

function compare(a: unknown, b: unknown, model: Model, path: Segment[]): Difference | undefined {
  if (model === 'map') return compareMaps(a ?? {}, b ?? {}, path);
  if (typeof model === 'string') return equalScalars(a, b, model) ? undefined : difference(a, b, path);
  if (!isWrapped(model)) return compareMembers(a, b, model, path);
  const [form, members] = model;
  return form === 'list' ? compareLists(a ?? [], b ?? [], members, path) : compareMembers(a ?? {}, b ?? {}, members, path);
}

function compareMembers(a: unknown, b: unknown, model: ObjectModel, path: Segment[]): Difference | undefined {
  if (!isContainer(a) || !isContainer(b)) return difference(a, b, path);
  for (const key of Object.keys(model)) {
    const [first, second] = [a[key] ?? undefined, b[key] ?? undefined];
    if (first === second) continue;
    path.push(key);
    const found = compare(first, second, model[key] ?? {}, path);
    if (found !== undefined) return found;
    path.pop();
  }
  return undefined;
}

function compareLists(a: unknown, b: unknown, element: ObjectModel, path: Segment[]): Difference | undefined {
  if (!Array.isArray(a) || !Array.isArray(b)) return difference(a, b, path);
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index++) {
    path.push(index);
    if (index >= a.length || index >= b.length) return difference(a[index], b[index], path);
    const found = compareMembers(a[index] ?? {}, b[index] ?? {}, element, path);
    if (found !== undefined) return found;
    path.pop();
  }
  return undefined;
}

function compareMaps(a: unknown, b: unknown, path: Segment[]): Difference | undefined {
  if (!isContainer(a) || !isContainer(b)) return difference(a, b, path);
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const first = Object.hasOwn(a, key) ? (a[key] ?? '') : undefined;
    const second = Object.hasOwn(b, key) ? (b[key] ?? '') : undefined;
    if (first !== second) return difference(first, second, [...path, key]);
  }
  return undefined;
}

function equalScalars(a: unknown, b: unknown, model: ScalarModel): boolean {
  if (isPointer(model) && (a === undefined || b === undefined)) return false;
  const type = typeOf(model);
  return type === 'quantity' ? (equalQuantities(a, b) ?? false) : (a ?? zeroOf(type)) === (b ?? zeroOf(type));
}

function difference(first: unknown, second: unknown, path: readonly Segment[]): Difference {
  const pointer = pointerOf(path);
  return { field: displayPath(pointer), pointer, first, second };
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
