import type { ObjectRef } from '@instancetype/api';
import type { Source } from '../manifest/sources.ts';
import { isNamespaced, isOfGroup } from './kept-kind.ts';

/** Where an object stands, without a hold on the text: a file is read again when a place in it is asked for. */
export interface ObjectPlace {
  readonly source: Source;
  /** Where its document starts in the file. */
  readonly start: number;
  /** JSON pointer from the document to the object. */
  readonly pointer: string;
}

/** An object that others may refer to. */
export interface StoredObject {
  readonly ref: ObjectRef;
  readonly value: object;
  readonly place: ObjectPlace;
}

/** Objects by kind, namespace and name. The last of several with one name counts, as it does for `kubectl apply`. */
export class ObjectStore {
  readonly #kinds = new Map<string, Map<string, Map<string, StoredObject>>>();
  readonly #namespace: string;

  /** @param namespace that of objects which name none */
  constructor(namespace: string) {
    this.#namespace = namespace;
  }

  /** Keeps an object if it is one that others refer to.
   * @param value the object
   * @param place where it stands
   * @returns what it replaces, if anything */
  add(value: Readonly<Record<string, unknown>>, place: ObjectPlace): { readonly added: StoredObject; readonly before: StoredObject | undefined } | undefined {
    const ref = this.#refOf(value);
    if (!ref) return undefined;
    const added = { ref, value, place };
    const names = this.#namesOf(ref.kind, ref.namespace);
    const before = names.get(ref.name);
    names.set(ref.name, added);
    return { added, before };
  }

  /** The object that a reference means.
   * @param ref kind, name and namespace */
  get({ kind, name, namespace }: ObjectRef): StoredObject | undefined {
    return this.#kinds.get(kind)?.get(this.#key(kind, namespace))?.get(name);
  }

  /** The names of a kind's objects in a namespace. */
  names(kind: string, namespace: string | undefined): Iterable<string> {
    return this.#kinds.get(kind)?.get(this.#key(kind, namespace))?.keys() ?? [];
  }

  /** The objects of a kind in every namespace, in the order of the input.
   * @param kind one of the kinds that others refer to */
  *all(kind: string): Generator<StoredObject> {
    for (const names of this.#kinds.get(kind)?.values() ?? []) yield* names.values();
  }

  #refOf(value: Readonly<Record<string, unknown>>): ObjectRef | undefined {
    const { kind, apiVersion, metadata } = value;
    if (typeof kind !== 'string' || !isOfGroup(kind, apiVersion)) return undefined;
    const { name, namespace } = Object(metadata) as { readonly name?: unknown; readonly namespace?: unknown };
    if (typeof name !== 'string' || name === '') return undefined;
    if (!isNamespaced(kind)) return { kind, name };
    return { kind, name, namespace: typeof namespace === 'string' && namespace !== '' ? namespace : this.#namespace };
  }

  #namesOf(kind: string, namespace: string | undefined): Map<string, StoredObject> {
    const namespaces = getOrMake(this.#kinds, kind, () => new Map<string, Map<string, StoredObject>>());
    return getOrMake(namespaces, this.#key(kind, namespace), () => new Map<string, StoredObject>());
  }

  #key(kind: string, namespace: string | undefined): string {
    return isNamespaced(kind) ? (namespace ?? this.#namespace) : '';
  }
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
