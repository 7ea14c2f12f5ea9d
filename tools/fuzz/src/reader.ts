import type { ObjectLike, ObjectRef } from '@instancetype/api';

/** Reads from the objects of a case; they may be of any type and shape. */
export class CaseReader {
  readonly #objects: readonly ObjectLike[];

  constructor(objects: readonly ObjectLike[]) {
    this.#objects = objects;
  }

  get(ref: ObjectRef): object | undefined {
    const found = this.#objects.find((object) => object?.kind === ref.kind && object.metadata?.name === ref.name && object.metadata.namespace === ref.namespace);
    return found ?? undefined;
  }

  names(kind: string): string[] {
    return this.#objects.filter((object) => object?.kind === kind).flatMap((object) => (typeof object.metadata?.name === 'string' ? [object.metadata.name] : []));
  }
}
