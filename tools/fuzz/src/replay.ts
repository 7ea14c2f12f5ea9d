import type { JsonPatchOperation } from '@instancetype/conflict';

/** Applies a JSON patch (RFC 6902: add, replace, remove) without changing the document. It is written apart from the packages
 * that make patches, and more strictly: what need not be there for RFC 6902 must be there here.
 * @param document plain JSON; the result shares what no operation touches
 * @param patch the operations
 * @throws Error where an operation does not fit the document */
export function replay(document: unknown, patch: readonly JsonPatchOperation[]): unknown {
  let result = document;
  const fresh = new Set<object>();
  for (const operation of patch) result = perform(result, segmentsOf(operation.path), operation, fresh);
  return result;
}

/** @param fresh copies made by this replay, which may be written again: a list of 10,000 is copied once, not 10,000 times */
function perform(place: unknown, [segment, ...rest]: readonly string[], operation: JsonPatchOperation, fresh: Set<object>): unknown {
  if (segment === undefined) {
    if (operation.op === 'remove') throw new Error('the whole document is removed');
    return operation.value;
  }
  if (typeof place !== 'object' || place === null) throw new Error(`${operation.op} ${operation.path}: there is nothing to enter at "${segment}"`);
  const copy = fresh.has(place) ? place : copied(place);
  fresh.add(copy);
  if (rest.length > 0) {
    if (!Object.hasOwn(copy, segment)) throw new Error(`${operation.op} ${operation.path}: "${segment}" does not exist`);
    define(copy, segment, perform((copy as Record<string, unknown>)[segment], rest, operation, fresh));
  } else if (Array.isArray(copy)) {
    performOnList(copy, segment, operation);
  } else {
    if (operation.op !== 'add' && !Object.hasOwn(copy, segment)) throw new Error(`${operation.op} ${operation.path}: does not exist`);
    if (operation.op === 'remove') delete (copy as Record<string, unknown>)[segment];
    else define(copy, segment, operation.value);
  }
  return copy;
}

function performOnList(list: unknown[], segment: string, operation: JsonPatchOperation): void {
  const index = segment === '-' ? list.length : Number(segment);
  if (!/^(-|0|[1-9]\d*)$/.test(segment) || index > list.length || (operation.op !== 'add' && index === list.length)) {
    throw new Error(`${operation.op} ${operation.path}: no such index in a list of ${list.length}`);
  }
  if (operation.op === 'remove') list.splice(index, 1);
  else list.splice(index, operation.op === 'add' ? 0 : 1, operation.value);
}

function copied(container: object): object {
  return Array.isArray(container) ? container.slice() : { ...container };
}

function define(container: object, key: string, value: unknown): void {
  // plain assignment to this one name would set the prototype
  if (key === '__proto__') Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
  else (container as Record<string, unknown>)[key] = value;
}

function segmentsOf(pointer: string): string[] {
  const segments = pointer.split('/');
  if (segments.shift() !== '') throw new Error(`"${pointer}" is no JSON pointer`);
  return pointer.includes('~') ? segments.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~')) : segments;
}
