import type { ObjectRef } from '@instancetype/api';
import type { ObjectName } from '@instancetype/conflict';

/** The instance type or the preference that applies to a VM. */
export interface Found<Spec> {
  /** Its spec, shared with the object it was read from; `{}` where that has none. */
  readonly spec: Spec;
  /** Whose spec it is: kind in CamelCase, name, and namespace for a namespaced kind. */
  readonly object: ObjectName;
  /** The ControllerRevision that it was read from; undefined for a live object. */
  readonly revision?: string | undefined;
}

/** What is looked up is already at hand: a cache, a list of manifests. */
export interface Reader {
  /** The object, or nothing where there is none. What it throws passes through.
   * @param ref one of the four kinds, or a ControllerRevision */
  get(ref: ObjectRef): object | null | undefined;
  /** The names of a kind that exist; asked only after an object was not found, to suggest what may have been meant.
   * @param kind one of the four kinds
   * @param namespace for a namespaced kind, as in `get` */
  names?(kind: string, namespace?: string): Iterable<string>;
}

/** What is looked up has to be fetched. */
export interface AsyncReader {
  /** The object, or nothing where there is none. What it throws or rejects with passes through.
   * @param ref one of the four kinds, or a ControllerRevision */
  get(ref: ObjectRef): PromiseLike<object | null | undefined> | object | null | undefined;
  /** The names of a kind that exist; asked only after an object was not found, to suggest what may have been meant.
   * @param kind one of the four kinds
   * @param namespace for a namespaced kind, as in `get` */
  names?(kind: string, namespace?: string): PromiseLike<Iterable<string>> | Iterable<string>;
}
