import { displayPath, pointerOf, type Segment, showValue } from '@instancetype/conflict';
import { decodeQuantity } from '@instancetype/quantity';
import { isWrapped, type Model, type ObjectModel, type ScalarType, typeOf } from './model.ts';

/** A value that does not fit its model. */
export interface Misfit {
  /** JSON pointer from the value that was read. */
  readonly pointer: string;
  /** What it must be, as the end of a sentence: `a list`. */
  readonly expected: string;
  readonly actual: unknown;
}

/** What was read, and what of it does not fit. */
export interface ModelReading {
  /** Of use where everything fits. */
  readonly value: object;
  readonly misfits: readonly Misfit[];
}

interface Reading {
  readonly strict: boolean;
  readonly path: Segment[];
  readonly misfits: Misfit[];
  readonly most: number;
}

type Container = Readonly<Record<string, unknown>>;

/**
 * Reads a value as its model says (BEHAVIOUR 3.1): members that the model does not have are left out, names are
 * case-sensitive, a value of another type is a misfit. Shares everything that needs no change with the input. The depth is
 * that of the model, whatever the input.
 * @param value plain JSON
 * @param model what it should be
 * @param options `strict`: whether a member that the model does not have is a misfit; `most`: after so many misfits no more are looked for
 */
export function readModel(value: unknown, model: ObjectModel, { strict = false, most = 1 }: { readonly strict?: boolean; readonly most?: number } = {}): ModelReading {
  const reading: Reading = { strict, path: [], misfits: [], most };
  const read = readObject(value ?? {}, model, reading);
  return { value: read as object, misfits: reading.misfits };
}

/** What is wrong with a value, in words.
 * @param root the name of the value
 * @param misfit from `readModel` */
export function misfitText(root: string, { pointer, expected, actual }: Misfit): string {
  return `${displayPath(`/${root}${pointer}`)} is ${showValue(actual)} and must be ${expected}`;
}

function read(value: unknown, model: Model, reading: Reading): unknown {
  if (value === null || value === undefined) return value;
  if (model === 'map') return readMap(value, reading);
  if (typeof model === 'string') return readScalar(value, typeOf(model), reading);
  if (!isWrapped(model)) return readObject(value, model, reading);
  const [form, members] = model;
  return form === 'list' ? readList(value, members, reading) : readObject(value, members, reading);
}

function readObject(value: unknown, model: ObjectModel, reading: Reading): unknown {
  if (!isContainer(value)) return misfit(reading, value, 'an object');
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(value)) {
    const member = Object.hasOwn(model, key) ? model[key] : undefined;
    const result = readMember(key, value[key], member, reading);
    if (isEnough(reading)) return value;
    if (reading.misfits.length > 0 || (result === value[key] && member !== undefined)) continue;
    copy ??= knownMembers(value, model);
    if (member !== undefined) copy[key] = result;
  }
  return copy ?? value;
}

function readMember(key: string, value: unknown, member: Model | undefined, reading: Reading): unknown {
  reading.path.push(key);
  if (member === undefined && reading.strict) misfit(reading, value, 'left out');
  const result = member === undefined ? undefined : read(value, member, reading);
  reading.path.pop();
  return result;
}

/** Only names that a model has are written to, so no name out of the input can reach a prototype. */
function knownMembers(value: Container, model: ObjectModel): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) if (Object.hasOwn(model, key)) copy[key] = value[key];
  return copy;
}

function readList(value: unknown, element: ObjectModel, reading: Reading): unknown {
  if (!Array.isArray(value)) return misfit(reading, value, 'a list');
  const elements: readonly unknown[] = value;
  let copy: unknown[] | undefined;
  for (let index = 0; index < elements.length; index++) {
    const old = elements[index];
    reading.path.push(index);
    // null stands for an element with nothing set
    const result = readObject(old ?? {}, element, reading);
    reading.path.pop();
    if (isEnough(reading)) return value;
    // what does not fit is of no use as a whole
    if (result === old || reading.misfits.length > 0) continue;
    copy ??= elements.slice();
    copy[index] = result;
  }
  return copy ?? value;
}

function readMap(value: unknown, reading: Reading): unknown {
  if (!isContainer(value)) return misfit(reading, value, 'a map of text');
  let hasNull = false;
  for (const key of Object.keys(value)) {
    const text = value[key];
    if (typeof text === 'string') continue;
    if (text === null || text === undefined) {
      hasNull = true;
      continue;
    }
    reading.path.push(key);
    misfit(reading, text, 'text');
    reading.path.pop();
    if (isEnough(reading)) return value;
  }
  return hasNull ? withoutNull(value) : value;
}

/** A null in a map of text is the empty text. */
function withoutNull(value: Container): Container {
  // fromEntries defines members, so that no key can reach the prototype
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, text ?? '']));
}

function readScalar(value: unknown, type: ScalarType, reading: Reading): unknown {
  switch (type) {
    case 'text':
      return typeof value === 'string' ? value : misfit(reading, value, 'text');
    case 'boolean':
      return typeof value === 'boolean' ? value : misfit(reading, value, 'true or false');
    case 'uint32':
      return isWhole(value, 0, 2 ** 32 - 1) ? value : misfit(reading, value, 'a whole number from 0 to 4294967295');
    case 'integer':
      return isWhole(value, -(2 ** 63), 2 ** 63) ? value : misfit(reading, value, 'a whole number');
    case 'quantity':
      return readQuantity(value, reading);
  }
}

function readQuantity(value: unknown, reading: Reading): unknown {
  const quantity = decodeQuantity(value);
  if (quantity.ok) return value;
  // how it is written is what the message ends with
  return misfit(reading, value, `a quantity${quantity.error.message.replace(/^.* is not a quantity/s, '')}`);
}

// a hostile object may have a million of them
function isEnough({ misfits, most }: Reading): boolean {
  return misfits.length >= most;
}

function misfit(reading: Reading, actual: unknown, expected: string): undefined {
  reading.misfits.push({ pointer: pointerOf(reading.path), expected, actual });
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
