import type { Entry } from './entry.ts';
import type { ResourceType } from './resource.ts';
import { idOf } from './store.ts';

/** Where an object is. */
export interface Place {
  readonly type: ResourceType;
  readonly namespace: string;
  readonly name: string;
}

/** Who owns whom, by uid. */
export class Dependents {
  readonly #places = new Map<string, Place>();
  readonly #dependents = new Map<string, Map<string, Place>>();

  add(type: ResourceType, entry: Entry): void {
    const { uid = '', namespace = '', name = '', ownerReferences = [] } = entry.object.metadata;
    const place = { type, namespace, name };
    this.#places.set(uid, place);
    for (const owner of ownerReferences) {
      const of = this.#dependents.get(owner.uid ?? '') ?? new Map<string, Place>();
      this.#dependents.set(owner.uid ?? '', of);
      of.set(idIn(type, entry), place);
    }
  }

  remove(type: ResourceType, entry: Entry): void {
    const { uid = '', ownerReferences = [] } = entry.object.metadata;
    this.#places.delete(uid);
    for (const owner of ownerReferences) {
      const of = this.#dependents.get(owner.uid ?? '');
      of?.delete(idIn(type, entry));
      if (of?.size === 0) this.#dependents.delete(owner.uid ?? '');
    }
  }

  /** The objects that name an owner. */
  of(uid: string): readonly Place[] {
    return [...(this.#dependents.get(uid)?.values() ?? [])];
  }

  /** The object of a uid, while it is there. */
  whoIs(uid: string): Place | undefined {
    return this.#places.get(uid);
  }
}

function idIn(type: ResourceType, { key }: Entry): string {
  return `${idOf(type)}/${key}`;
}
