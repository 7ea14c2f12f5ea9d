import { applyPatch, Pointer } from 'rfc6902';
import { type ApiObject, isObject } from './object.ts';
import { badRequest, statusError } from './status.ts';
import { strategicallyMerged } from './strategic-merge.ts';
import type { ResourceType } from './resource.ts';

const JSON_PATCH = 'application/json-patch+json';
const MERGE_PATCH = 'application/merge-patch+json';
const STRATEGIC_PATCH = 'application/strategic-merge-patch+json';
const MAX_OPERATIONS = 10_000;

/** Applies a patch.
 * @param type the object's type
 * @param contentType which kind of patch it is
 * @param object the object; not changed
 * @param patch the parsed body
 * @throws StatusError 415 for another kind of patch, 422 where it does not apply */
export function patched(type: ResourceType, contentType: string, object: ApiObject, patch: unknown): unknown {
  if (contentType === JSON_PATCH) return jsonPatched(object, operationsIn(patch));
  const known = [JSON_PATCH, MERGE_PATCH, ...(type.custom ? [] : [STRATEGIC_PATCH])];
  if (!known.includes(contentType)) {
    throw statusError(415, 'UnsupportedMediaType', `the body of the request was in an unknown format - accepted media types include: ${known.join(', ')}`);
  }
  if (!isObject(patch)) throw badRequest('a patch of this kind must be an object');
  return contentType === MERGE_PATCH ? merged(object, patch) : strategicallyMerged(object, patch);
}

/** Applies a JSON patch (RFC 6902).
 * @param object the object; not changed
 * @param operations the patch
 * @throws StatusError 422 where it does not apply */
export function jsonPatched(object: ApiObject, operations: readonly PatchOperation[]): unknown {
  const copy = { root: structuredClone(object) as unknown };
  const rooted = structuredClone(operations).map((operation) => ({
    ...operation,
    path: `/root${operation.path}`,
    ...(operation.from !== undefined && { from: `/root${operation.from}` }),
  }));
  for (const operation of rooted) {
    const [failed] = applyPatch(copy, [asAddition(copy, operation)] as never);
    if (failed) throw statusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
  }
  return copy.root;
}

// an API server replaces a member that is not there by adding it
function asAddition(copy: object, operation: PatchOperation): PatchOperation {
  if (operation.op !== 'replace') return operation;
  const { parent, value } = Pointer.fromJSON(operation.path).evaluate(copy) as { parent: unknown; value: unknown };
  return isObject(parent) && value === undefined ? { ...operation, op: 'add' } : operation;
}

/** One step of a JSON patch. */
export interface PatchOperation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** The steps of a JSON patch.
 * @param patch parsed
 * @throws StatusError 400 where it is none */
export function operationsIn(patch: unknown): readonly PatchOperation[] {
  const isPatch = Array.isArray(patch) && patch.every((operation) => isObject(operation) && typeof operation['op'] === 'string' && typeof operation['path'] === 'string');
  if (!isPatch) throw badRequest('a JSON patch must be a list of operations, each with "op" and "path"');
  if (patch.length > MAX_OPERATIONS) throw statusError(413, 'RequestEntityTooLarge', `The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${patch.length}`);
  return patch as PatchOperation[];
}

/** Applies a merge patch (RFC 7386); recursion ends with the patch, whose size is bounded. */
function merged(target: unknown, patch: Readonly<Record<string, unknown>>): unknown {
  const result = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, isObject(value) ? merged(result.get(key), value) : value);
  }
  return Object.fromEntries(result);
}
