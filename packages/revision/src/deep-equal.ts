import { displayPath, pointerOf, type Segment } from '@instancetype/conflict';
import { equalQuantities } from '@instancetype/quantity';
import { INSTANCETYPE_SPEC } from './instancetype-model.ts';
import { inline, type Model, object, type ObjectModel, pointer, type ScalarModel, value } from './model.ts';
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

const MODELS: Readonly<Record<Comparable, ObjectModel>> = {
  instancetype: INSTANCETYPE_SPEC,
  preference: PREFERENCE_SPEC,
  statusRef: object({
    name: value('text'),
    kind: value('text'),
    controllerRevisionRef: object({ name: value('text') }),
    inferFromVolume: value('text'),
    inferFromVolumeFailurePolicy: pointer('text'),
  }),
};

const NOTHING: ObjectModel = inline({});

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
  return a === b ? undefined : compare(a ?? undefined, b ?? undefined, MODELS[what], []);
}

function compare(a: unknown, b: unknown, model: Model, path: Segment[]): Difference | undefined {
  if (a === b) return undefined;
  switch (model.kind) {
    case 'value':
    case 'pointer':
      return equalScalars(a, b, model) ? undefined : difference(a, b, path);
    case 'pointerObject':
      if (a === undefined || b === undefined) return difference(a, b, path);
      return compareMembers(a, b, model, path);
    case 'inlineObject':
      return compareMembers(a ?? {}, b ?? {}, model, path);
    case 'list':
      return compareLists(a ?? [], b ?? [], model.element, path);
    case 'map':
      return compareMaps(a ?? {}, b ?? {}, path);
  }
}

function compareMembers(a: unknown, b: unknown, model: ObjectModel, path: Segment[]): Difference | undefined {
  if (!isContainer(a) || !isContainer(b)) return difference(a, b, path);
  for (const key of Object.keys(model.members)) {
    path.push(key);
    const found = compare(a[key] ?? undefined, b[key] ?? undefined, model.members[key] ?? NOTHING, path);
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
    const found = compare(a[index] ?? undefined, b[index] ?? undefined, element, path);
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
  if (model.kind === 'pointer' && (a === undefined || b === undefined)) return false;
  if (model.type === 'quantity') return equalQuantities(a, b) ?? false;
  return (a ?? zeroOf(model)) === (b ?? zeroOf(model));
}

function zeroOf(model: ScalarModel): unknown {
  return model.type === 'text' ? '' : model.type === 'boolean' ? false : 0;
}

function difference(first: unknown, second: unknown, path: readonly Segment[]): Difference {
  const pointer = pointerOf(path);
  return { field: displayPath(pointer), pointer, first, second };
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
