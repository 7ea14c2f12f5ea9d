import type { Maybe } from './maybe.ts';

/** A map of text, as labels and annotations are. */
export type StringMap = Readonly<Record<string, string>>;

/** The metadata that this project reads. */
export interface ObjectMetaLike {
  readonly name?: Maybe<string>;
  readonly generateName?: Maybe<string>;
  readonly namespace?: Maybe<string>;
  readonly uid?: Maybe<string>;
  readonly resourceVersion?: Maybe<string>;
  readonly deletionTimestamp?: Maybe<string>;
  readonly generation?: Maybe<number>;
  readonly labels?: Maybe<StringMap>;
  readonly annotations?: Maybe<StringMap>;
  readonly ownerReferences?: Maybe<readonly OwnerReferenceLike[]>;
}

/** One entry of `metadata.ownerReferences`. */
export interface OwnerReferenceLike {
  readonly apiVersion?: Maybe<string>;
  readonly kind?: Maybe<string>;
  readonly name?: Maybe<string>;
  readonly uid?: Maybe<string>;
  readonly controller?: Maybe<boolean>;
  readonly blockOwnerDeletion?: Maybe<boolean>;
}

/** Any object of the Kubernetes API. */
export interface ObjectLike {
  readonly apiVersion?: Maybe<string>;
  readonly kind?: Maybe<string>;
  readonly metadata?: Maybe<ObjectMetaLike>;
}

/** A ControllerRevision, in which a VM's instance type and preference are stored (BEHAVIOUR 10.3). */
export interface ControllerRevisionLike extends ObjectLike {
  readonly data?: unknown;
  readonly revision?: Maybe<number>;
}

/** The name of one object for a lookup; cluster objects have no namespace. */
export interface ObjectRef {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string | undefined;
}
