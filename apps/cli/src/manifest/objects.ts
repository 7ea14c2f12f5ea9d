import { type Diagnostic, type JsonPatchOperation, escapeSegment } from '@instancetype/conflict';
import { limits } from './limits.ts';

/** One Kubernetes object of a document. */
export interface ManifestObject {
  readonly kind: 'object';
  /** Where it stands in the document's value: `""`, or `/items/3` in a List. */
  readonly pointer: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** A List that stands too deep in Lists to be looked into. */
export interface ListFault {
  readonly kind: 'list-fault';
  readonly diagnostic: Diagnostic;
}

/** The objects of a document: itself, or the items of a List (any kind whose name ends in `List` and that has a list of
 * `items`), Lists in Lists included. What is no object is passed over.
 * @param value a document's value
 * @param pointer where it stands */
export function* objectsOf(value: unknown, pointer: string = '', depth: number = 0): Generator<ManifestObject | ListFault> {
  if (!isObject(value)) return;
  const items = itemsOf(value);
  if (!items) {
    yield { kind: 'object', pointer, value };
  } else if (depth >= limits.listDepth) {
    const message = `more than ${limits.listDepth} Lists inside one another: what is in this one is not looked at`;
    yield { kind: 'list-fault', diagnostic: { code: 'list-too-deep', severity: 'error', message, pointer } };
  } else {
    for (const [index, item] of items.entries()) yield* objectsOf(item, `${pointer}/items/${escapeSegment(index)}`, depth + 1);
  }
}

function itemsOf(value: Readonly<Record<string, unknown>>): readonly unknown[] | undefined {
  const kind = Object.hasOwn(value, 'kind') ? value['kind'] : undefined;
  const items = Object.hasOwn(value, 'items') ? value['items'] : undefined;
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items) ? items : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The operations on an object as operations on the document that holds it.
 * @param object where the object stands
 * @param operations what is to be done to the object */
export function inDocument(object: Pick<ManifestObject, 'pointer'>, operations: readonly JsonPatchOperation[]): JsonPatchOperation[] {
  return operations.map((operation) => ({ ...operation, path: object.pointer + operation.path }));
}
