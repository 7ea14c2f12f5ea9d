import type { Diagnostic } from './diagnostic.ts';

/** What went wrong, never empty, in KubeVirt's order. */
export type Causes = readonly [Diagnostic, ...Diagnostic[]];

/** A result, with notes (warnings, advice) that do not stand in its way. */
export interface Success<T> {
  readonly ok: true;
  readonly value: T;
  readonly notes: readonly Diagnostic[];
}

/** A manifest that cannot be what its author meant. */
export interface Failure {
  readonly ok: false;
  readonly causes: Causes;
}

/** What every function that judges a manifest returns. Faults of a cluster are exceptions instead, told apart by `code`. */
export type Outcome<T> = Success<T> | Failure;

const NO_NOTES: readonly Diagnostic[] = Object.freeze([]);

/** A result.
 * @param value the result
 * @param notes warnings and advice, none by default */
export function success<T>(value: T, notes: readonly Diagnostic[] = NO_NOTES): Success<T> {
  return { ok: true, value, notes };
}

/** A failure of one or more causes.
 * @param first the first cause
 * @param more the others, in order */
export function failure(first: Diagnostic, ...more: readonly Diagnostic[]): Failure {
  return { ok: false, causes: [first, ...more] };
}

/** The failure that a list of findings means, or undefined where none of them is an error.
 * @param findings findings of every severity, in order */
export function failureOf(findings: readonly Diagnostic[]): Failure | undefined {
  const [first, ...more] = findings.filter((finding) => finding.severity === 'error');
  return first && failure(first, ...more);
}
