import type { Family, ObjectRef } from '@instancetype/api';
import type { Diagnostic } from '@instancetype/conflict';

/** What a label says. */
export interface Inferred {
  readonly ok: true;
  /** The matcher's new name; may be empty, as the label may (BEHAVIOUR 9.1). */
  readonly name: string;
  readonly kind: string;
  /** The object that carries the label. */
  readonly from: ObjectRef;
}

/** Why nothing was inferred. */
export interface NotInferred {
  readonly ok: false;
  /** Whether the failure policy `Ignore` covers it. */
  readonly ignorable: boolean;
  readonly cause: Diagnostic;
}

export type Inference = Inferred | NotInferred;

/** How to follow the chain from a volume to a label. */
export interface InferOptions {
  /** Whether a chain may leave the VM's namespace: `follow` (as KubeVirt does, with the rights of the reader), or `deny`. */
  readonly crossNamespaceInference?: 'follow' | 'deny' | undefined;
}

/** What is being inferred, for whom. */
export interface Inferring extends InferOptions {
  readonly family: Family;
  /** The volume that the matcher names. */
  readonly volume: string;
  /** The VM's namespace; undefined where the manifest leaves it to the client. */
  readonly namespace: string | undefined;
  /** What lies between the volume and the object that is looked at, none of it with a label; grows on the way. */
  readonly passed: string[];
}
