import type { VirtualMachineLike } from '@instancetype/api';
import type { Causes, Outcome, Success } from '@instancetype/conflict';
import { type ClusterFault, isFault, isRefusal } from './fault.ts';
import type { SyncError, SyncReason } from './outcome.ts';
import type { Pass, PassSteps } from './pass.ts';

/** A part of a pass, with what it means that it failed. */
export interface Stage {
  readonly reason: SyncReason;
  /** Whether a failure is also an event. */
  readonly isEvent: boolean;
  /** What could not be done. */
  readonly what: string;
}

/** The parts of a pass (BEHAVIOUR 15.1, 15.2). */
export const STAGES: Readonly<Record<'expand' | 'findInstancetype' | 'findPreference' | 'remove' | 'report' | 'store' | 'upgrade', Stage>> = {
  findInstancetype: { reason: 'FailedFindInstancetype', isEvent: false, what: "The VM's instance type could not be found" },
  findPreference: { reason: 'FailedFindPreference', isEvent: false, what: "The VM's preference could not be found" },
  store: { reason: 'FailedCreate', isEvent: true, what: "The VM's instance type and preference could not be stored" },
  upgrade: { reason: 'FailedCreate', isEvent: true, what: "The revisions in which the VM's instance type and preference are stored could not be upgraded" },
  expand: { reason: 'UnsupportedSyncError', isEvent: false, what: 'The VM could not be expanded' },
  remove: { reason: 'FailedCreate', isEvent: false, what: 'The VM was expanded, and the revision that it no longer needs could not be deleted' },
  report: { reason: 'UnsupportedSyncError', isEvent: false, what: "The VM's condition could not be written" },
};

/** A part that failed. */
export interface Stopped {
  readonly ok: false;
  readonly stage: Stage;
  readonly error: SyncError;
}

const MAX_MESSAGE = 4_000;
const MAX_FAULT = 1_000;

/** Carries out a part: what is wrong with a manifest and what the cluster threw both become its error.
 * @param pass whose part it is; it keeps the notes
 * @param stage which part
 * @param steps the part */
export function* attempt<T>(pass: Pass<VirtualMachineLike>, stage: Stage, steps: PassSteps<Outcome<T>>): PassSteps<Stopped | Success<T>> {
  try {
    const outcome = yield* steps;
    if (!outcome.ok) return stopped(stage, outcome.causes);
    pass.notes.push(...outcome.notes);
    return outcome;
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    return { ok: false, stage, error: faultError(stage, thrown) };
  }
}

/** A part that a manifest stands in the way of.
 * @param stage which part
 * @param causes why */
export function stopped(stage: Stage, causes: Causes): Stopped {
  return { ok: false, stage, error: { reason: stage.reason, message: `${stage.what}: ${listOf(causes)}`, causes } };
}

function faultError(stage: Stage, fault: ClusterFault): SyncError {
  const said = typeof fault.message === 'string' && fault.message !== '' ? fault.message : fault.code;
  return { reason: stage.reason, message: `${stage.what}: ${onOneLine(said.slice(0, MAX_FAULT))}`, fault, isRefusal: isRefusal(fault) };
}

// all causes, as KubeVirt lists all conflicts, but no text that fills a disk: thousands of annotations can conflict
function listOf(causes: Causes): string {
  let text = '';
  for (const [index, { message }] of causes.entries()) {
    const next = `${index === 0 ? '' : '; '}${message.replace(/\.$/u, '')}`;
    if (index > 0 && text.length + next.length > MAX_MESSAGE) return `${text}; and ${causes.length - index} more`;
    text += next;
  }
  return text;
}

function onOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, ' ');
}
