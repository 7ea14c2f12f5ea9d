import type { Family, ObjectMetaLike } from '@instancetype/api';
import type { KindOf, SpecOf } from './family.ts';

/** The API version in which an object was stored; only v1beta1 is written today. */
export type StoredVersion = 'v1beta1' | 'v1alpha2' | 'v1alpha1';

/** An instance type or a preference as a ControllerRevision holds it, in the form of v1beta1. */
export interface StoredObject<F extends Family = Family> {
  readonly apiVersion: string;
  readonly kind: KindOf[F];
  readonly metadata: ObjectMetaLike;
  readonly spec: SpecOf[F];
}

/** What a ControllerRevision holds. */
export interface Stored<F extends Family = Family> {
  readonly kind: KindOf[F];
  /** The object's own name; empty where the data does not tell it. */
  readonly name: string;
  /** The object's own namespace; undefined for cluster kinds and where the data does not tell it. */
  readonly namespace?: string | undefined;
  readonly spec: SpecOf[F];
  /** The whole object, from which `encodeRevision` makes a revision of today's form. */
  readonly object: StoredObject<F>;
  /** How it was stored. Anything but v1beta1 was converted. */
  readonly version: StoredVersion;
}
