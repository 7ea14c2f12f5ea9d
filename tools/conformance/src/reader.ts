import type { ObjectLike, ObjectRef } from '@instancetype/api';

/** Reads from the objects that a case says its cluster holds. */
export class CaseReader {
  readonly #objects = new Map<string, object>();

  constructor(objects: readonly ObjectLike[] = []) {
    for (const object of objects) this.#objects.set(keyOf(object.kind, object.metadata?.namespace, object.metadata?.name), object);
  }

  get(ref: ObjectRef): object | undefined {
    return this.#objects.get(keyOf(ref.kind, ref.namespace, ref.name));
  }
}

function keyOf(kind: unknown, namespace: unknown, name: unknown): string {
  return JSON.stringify([kind, namespace ?? '', name]);
}
