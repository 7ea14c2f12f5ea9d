import type { Diagnostic, ObjectName } from '@instancetype/conflict';

/** What a check found, with what a person should know beside it. */
export interface Checked {
  readonly diagnostic: Diagnostic;
  readonly notes?: readonly string[];
  /** What applies to a VM: whose values are in the claims. */
  readonly found?: readonly StoredIn[];
}

/** An instance type or a preference, and the ControllerRevision that it was read from. */
export interface StoredIn {
  readonly object: ObjectName;
  readonly revision?: string | undefined;
}
