import type { Family } from '@instancetype/api';
import type { Resolved } from '@instancetype/apply';
import { type Diagnostic, failure, type Failure, type Outcome, showError } from '@instancetype/conflict';
import type { AdmitOptions } from './options.ts';

/** What was found for both matchers of a VM. */
export interface Findings {
  readonly instancetype: Outcome<Resolved['instancetype']>;
  readonly preference: Outcome<Resolved['preference']>;
}

/** What an exception of the reader means for a matcher (BEHAVIOUR 14.3 step 2a).
 * @throws the error, unless it is to be ignored */
export function faultOf(error: unknown, family: Family, { ignoresFault }: AdmitOptions): Failure {
  if (!ignoresFault?.(error)) throw error;
  const reason = showError(error);
  const message = `What spec.${family} names could not be read (${reason}), so that the VM is not checked against it`;
  const code = family === 'instancetype' ? 'instancetype-not-readable' : 'preference-not-readable';
  return failure({ code, severity: 'error', message, reason: 'FieldValueNotFound', field: `spec.${family}`, pointer: `/spec/${family}` });
}

/** Why a VM is refused where it is to be refused for what it names; KubeVirt accepts these VMs. */
export function refusedReferences({ instancetype, preference }: Findings, options: AdmitOptions): Failure | undefined {
  const refused: Diagnostic[] = [];
  for (const outcome of [instancetype, preference]) {
    if (!outcome.ok && options.missingObjects === 'deny') refused.push(...outcome.causes);
    if (outcome.ok && options.foreignRevisions === 'deny') refused.push(...outcome.notes.filter(isForeign));
  }
  const [first, ...more] = refused.map((cause) => ({ ...cause, severity: 'error' as const, reason: cause.reason ?? ('FieldValueInvalid' as const) }));
  return first && failure(first, ...more);
}

/** What was found, as warnings: nothing of it stands in the way. */
export function notesOf({ instancetype, preference }: Findings): readonly Diagnostic[] {
  return [instancetype, preference].flatMap((outcome) =>
    outcome.ok ? [...outcome.notes] : outcome.causes.map((cause) => ({ ...cause, severity: 'warning' as const })),
  );
}

function isForeign({ code }: Diagnostic): boolean {
  return code === 'revision-of-another-owner';
}
