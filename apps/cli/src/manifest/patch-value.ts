import { type JsonPatchOperation, segmentsOf } from '@instancetype/conflict';
import { sameJson } from '@instancetype/draft';
import { setMember } from './tree.ts';

/** A changed value. What did not change is shared with the value before. */
export interface PatchedValue {
  readonly value: unknown;
  /** For each object and list that was copied in order to change it: the one that it was copied from. */
  readonly origins: ReadonlyMap<object, object>;
}

/** An operation that cannot be carried out. */
export class PatchError extends Error {}

/** Carries out a JSON patch (RFC 6902) without a change to the value that is given. Throws a PatchError.
 * @param value plain JSON
 * @param operations in order */
export function patchValue(value: unknown, operations: readonly JsonPatchOperation[]): PatchedValue {
  const patcher = new Patcher();
  let result = value;
  for (const operation of operations) result = patcher.apply(result, operation);
  return { value: result, origins: patcher.origins };
}

class Patcher {
  readonly origins = new Map<object, object>();

  apply(root: unknown, operation: JsonPatchOperation): unknown {
    const segments = segmentsOf(operation.path);
    if (operation.path !== '' && !operation.path.startsWith('/')) throw new PatchError(`"${operation.path}" is no JSON pointer`);
    const last = segments.pop();
    if (last !== undefined) return this.#at(root, segments, (parent) => this.#change(parent, last, operation));
    if (operation.op === 'remove') throw new PatchError('a document cannot remove itself');
    if (operation.op === 'test') return tested(root, operation.value, operation.path);
    return operation.value;
  }

  /** Replaces what a path leads to, and copies what leads there. */
  #at(root: unknown, segments: readonly string[], change: (parent: unknown) => unknown): unknown {
    const parents: unknown[] = [root];
    for (const segment of segments) parents.push(memberOf(parents.at(-1), segment));
    let value = change(parents.pop());
    for (const [index, segment] of segments.toReversed().entries()) {
      const parent = parents[segments.length - 1 - index];
      if (value === memberOf(parent, segment)) return root;
      const copy = this.#copy(parent);
      if (Array.isArray(copy)) copy[Number(segment)] = value;
      else setMember(copy, segment, value);
      value = copy;
    }
    return value;
  }

  #change(parent: unknown, segment: string, operation: JsonPatchOperation): unknown {
    if (operation.op === 'test') {
      tested(memberOf(parent, segment), operation.value, operation.path);
      return parent;
    }
    if (operation.op !== 'add') memberOf(parent, segment);
    const copy = this.#copy(parent);
    if (Array.isArray(copy)) changeList(copy, segment, operation);
    else if (operation.op === 'remove') delete copy[segment];
    else setMember(copy, segment, operation.value);
    return copy;
  }

  /** A copy that may be written to; what is a copy of this patch already is one. */
  #copy(parent: unknown): unknown[] | Record<string, unknown> {
    if (typeof parent !== 'object' || parent === null) throw new PatchError('the operation names a member of what is no object and no list');
    if (this.origins.has(parent)) return parent as unknown[] | Record<string, unknown>;
    const copy = Array.isArray(parent) ? [...(parent as unknown[])] : { ...(parent as Record<string, unknown>) };
    this.origins.set(copy, parent);
    return copy;
  }
}

function changeList(list: unknown[], segment: string, operation: Exclude<JsonPatchOperation, { op: 'test' }>): void {
  const index = segment === '-' ? list.length : indexOf(segment);
  if (operation.op === 'remove') list.splice(index, 1);
  else if (operation.op === 'replace') list[index] = operation.value;
  else if (index <= list.length) list.splice(index, 0, operation.value);
  else throw new PatchError(`the list has no place ${segment}`);
}

function memberOf(parent: unknown, segment: string): unknown {
  if (Array.isArray(parent) && indexOf(segment) >= parent.length) throw new PatchError(`the list has no element ${segment}`);
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, segment)) throw new PatchError(`there is no member "${segment}"`);
  return (parent as Record<string, unknown>)[segment];
}

function indexOf(segment: string): number {
  if (!/^(?:0|[1-9]\d*)$/.test(segment)) throw new PatchError(`"${segment}" is no index of a list`);
  return Number(segment);
}

function tested(value: unknown, wanted: unknown, path: string): unknown {
  if (!sameJson(value, wanted)) throw new PatchError(`the value at "${path}" is not the one that the patch was made for`);
  return value;
}
