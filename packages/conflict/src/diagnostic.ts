import type { JsonPatchOperation } from './json-patch.ts';

/** How bad a finding is: an `error` is refused by KubeVirt, a `warning` is accepted but likely not meant, `info` is advice. */
export type Severity = 'error' | 'warning' | 'info';

/** The status cause types of the Kubernetes API that KubeVirt uses (BEHAVIOUR 6 to 8). */
export type CauseReason =
  | 'FieldValueInvalid'
  | 'FieldValueNotFound'
  | 'FieldValueNotSupported'
  | 'FieldValueRequired'
  | 'UnexpectedServerResponse';

/** Names one object, for a reader: `VirtualMachineClusterInstancetype u1.small`. */
export interface ObjectName {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** One of the values that clash, and whose it is. */
export interface Claim {
  readonly owner: ObjectName;
  /** Dotted path inside the owner, `spec.cpu.guest`. */
  readonly field: string;
  /** Plain JSON; absent where the field is absent. */
  readonly value?: unknown;
}

/**
 * One finding about a manifest, the same for every consumer: a status cause, a SARIF result, a JUnit failure, an editor
 * marker are all made of it.
 */
export interface Diagnostic {
  /** Stable, kebab-case; listed with its meaning in docs/diagnostics.md. */
  readonly code: string;
  readonly severity: Severity;
  /** One or two sentences: which field, whose value clashes with whose, how to mend it. */
  readonly message: string;
  /** The status cause type that KubeVirt reports for it, where it reports one. */
  readonly reason?: CauseReason | undefined;
  /** The field path exactly as KubeVirt reports it (BEHAVIOUR 6); several are joined with `", "`. */
  readonly field?: string | undefined;
  /** JSON pointer (RFC 6901) of the place in the object that was checked. May name an absent member. */
  readonly pointer?: string | undefined;
  /** The values that clash, the checked object's own first. */
  readonly claims?: readonly Claim[] | undefined;
  /** What mends it without a change of meaning, as operations on the checked object: safe to apply unseen. */
  readonly fix?: readonly JsonPatchOperation[] | undefined;
  /** Ways to mend it among which a person must choose. */
  readonly suggestions?: readonly Suggestion[] | undefined;
}

/** A way to mend a finding that changes what the manifest asks for. */
export interface Suggestion {
  /** What it does, as a short imperative: "Remove spec.template.spec.domain.cpu.sockets". */
  readonly title: string;
  readonly patch: readonly JsonPatchOperation[];
}
