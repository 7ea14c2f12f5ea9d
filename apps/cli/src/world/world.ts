import { CLUSTER_INSTANCETYPE, CLUSTER_PREFERENCE, type ObjectRef } from '@instancetype/api';
import { catalogReader, instancetypes, preferences } from '@instancetype/catalog';
import type { Cluster } from '@instancetype/defaults';
import { type Location, locate } from '../manifest/position.ts';
import { documentsOf } from './inputs.ts';
import type { ObjectPlace, ObjectStore } from './object-store.ts';

/** Where an object of the world comes from: a file of the input, a file that --objects names, or the built-in catalog. */
export type Origin = { readonly from: 'input' | 'objects'; readonly place: ObjectPlace } | { readonly from: 'catalog' };

/** An object of the world. */
export interface WorldObject {
  readonly ref: ObjectRef;
  readonly value: object;
  readonly origin: Origin;
}

/** What a world is made of; what stands first wins. */
export interface WorldParts {
  readonly input: ObjectStore;
  readonly objects: ObjectStore;
  /** Whether the built-in catalog is a part of it. */
  readonly catalog: boolean;
  readonly cluster: Cluster;
}

/** What commands know beside the VM at hand: instance types, preferences, ControllerRevisions, sources of volumes, and the
 * cluster's configuration. It is a reader for `find`, `infer` and `expand`. A reference without a namespace means the command line's. */
export class World {
  /** The cluster's defaults, from a KubeVirt object. */
  readonly cluster: Cluster;
  readonly #parts: WorldParts;
  readonly #places = new Map<string, Promise<Location | undefined>>();

  constructor(parts: WorldParts) {
    this.#parts = parts;
    this.cluster = parts.cluster;
  }

  /** The object that a reference means, if it is known.
   * @param ref kind, name and namespace */
  get(ref: ObjectRef): object | undefined {
    return this.lookup(ref)?.value;
  }

  /** The same, with where it comes from.
   * @param ref kind, name and namespace */
  lookup(ref: ObjectRef): WorldObject | undefined {
    for (const from of ['input', 'objects'] as const) {
      const found = this.#parts[from].get(ref);
      if (found) return { ref: found.ref, value: found.value, origin: { from, place: found.place } };
    }
    const value = this.#parts.catalog ? catalogReader().get(ref) : undefined;
    return value && { ref: { kind: ref.kind, name: ref.name }, value, origin: { from: 'catalog' } };
  }

  /** The names of a kind that are known in a namespace.
   * @param kind one of the four kinds
   * @param namespace for a namespaced kind */
  names(kind: string, namespace?: string): Iterable<string> {
    const { input, objects } = this.#parts;
    return new Set([...input.names(kind, namespace), ...objects.names(kind, namespace), ...this.#catalogOf(kind).map(({ metadata }) => metadata.name)]);
  }

  /** Every object of a kind, in every namespace: those of the input, then of --objects, then of the catalog.
   * @param kind one of the four kinds, or ControllerRevision */
  objects(kind: string): WorldObject[] {
    const refs = [...this.#parts.input.all(kind), ...this.#parts.objects.all(kind)].map(({ ref }) => ref);
    refs.push(...this.#catalogOf(kind).map(({ metadata }) => ({ kind, name: metadata.name })));
    const seen = new Map<string, WorldObject>();
    for (const ref of refs) {
      const key = `${ref.namespace ?? ''}/${ref.name}`;
      const found = seen.has(key) ? undefined : this.lookup(ref);
      if (found) seen.set(key, found);
    }
    return [...seen.values()];
  }

  /** Where in its file a member of an object stands; undefined for an object of the catalog, or if the file has changed.
   * @param object an object of this world
   * @param pointer JSON pointer from the object to the member */
  async locate(object: WorldObject, pointer: string): Promise<Location | undefined> {
    if (object.origin.from === 'catalog') return undefined;
    const { place } = object.origin;
    const key = `${place.source.name}\0${place.start}\0${place.pointer}${pointer}`;
    const known = this.#places.get(key) ?? placeIn(place, pointer);
    this.#places.set(key, known);
    return known;
  }

  #catalogOf(kind: string): readonly { readonly metadata: { readonly name: string } }[] {
    if (!this.#parts.catalog) return [];
    if (kind === CLUSTER_INSTANCETYPE.kind) return instancetypes();
    return kind === CLUSTER_PREFERENCE.kind ? preferences() : [];
  }
}

async function placeIn({ source, start, pointer }: ObjectPlace, member: string): Promise<Location | undefined> {
  for await (const document of documentsOf(source)) {
    if (document.kind === 'document' && document.start === start) return locate(document, pointer + member);
  }
  return undefined;
}
