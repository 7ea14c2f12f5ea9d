/** Who wants a value: the instance type, the preference, a default of KubeVirt, or a rule that follows from other fields. */
export type Origin = 'instancetype' | 'preference' | 'default' | 'derived';

/** On whose behalf a draft is written from now on. */
export interface Author {
  readonly origin: Origin;
  /** The kind and name of the object that the values come from; absent for built-in defaults. */
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
}

/** Why a field is written: the rule, and the field of the author's object that asks for it. Declare each once, as a constant. */
export interface Rule {
  readonly name: string;
  readonly field?: string | undefined;
}

/** Where a value comes from. */
export interface TraceSource {
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly field?: string | undefined;
}

/**
 * One thing that happened to a field. `set` and `remove` are writes; `keep` says that a preferred value was not taken
 * because the object had its own.
 */
export interface TraceEntry {
  readonly action: 'set' | 'remove' | 'keep';
  /** JSON pointer (RFC 6901) from the root of the draft. */
  readonly path: string;
  /** What was written, or for `keep` what was preferred in vain. Absent for `remove`. */
  readonly value?: unknown;
  readonly origin: Origin;
  readonly source: TraceSource;
  /** The name of the rule. */
  readonly rule: string;
}

/** What happened to an object, in order. */
export type Trace = readonly TraceEntry[];
