import type { Maybe } from '@instancetype/api';
import type { Causes, Diagnostic } from '@instancetype/conflict';
import type { ClusterFault } from './fault.ts';

/** Why a pass failed, in the words of KubeVirt's controller (BEHAVIOUR 15.1, 15.2). */
export type SyncReason = 'FailedFindInstancetype' | 'FailedFindPreference' | 'FailedCreate' | 'UnsupportedSyncError';

/** A pass that a manifest stands in the way of: the VM, its instance type, its preference, or a stored revision. */
export interface ManifestError {
  readonly reason: SyncReason;
  /** What could not be done, and why: the text of condition and event. */
  readonly message: string;
  readonly causes: Causes;
  readonly fault?: undefined;
}

/** A pass that the cluster stands in the way of. */
export interface ClusterError {
  readonly reason: SyncReason;
  /** What could not be done, and why. */
  readonly message: string;
  readonly causes?: undefined;
  /** What a call threw. */
  readonly fault: ClusterFault;
  /** Whether the cluster refuses what was asked, which is told to the VM's owner; else it is an outage or a lost race, which is not. */
  readonly isRefusal: boolean;
}

/** Why a pass did not come to its end. */
export type SyncError = ManifestError | ClusterError;

/** The event to record for the VM. */
export interface SyncEvent {
  readonly type: 'Warning';
  readonly reason: 'FailedCreate';
  readonly message: string;
}

/** A condition of a VM. */
export interface ConditionLike {
  readonly type?: Maybe<string>;
  readonly status?: Maybe<string>;
  readonly reason?: Maybe<string>;
  readonly message?: Maybe<string>;
  readonly lastTransitionTime?: Maybe<string>;
}

/** One write that the cluster accepted. */
export interface SyncWrite {
  readonly verb: 'create' | 'delete' | 'patchStatus' | 'update';
  readonly kind: 'ControllerRevision' | 'VirtualMachine';
  readonly name: string;
}

/** What one pass did, and what is left to its caller. */
export interface SyncOutcome<VM> {
  /** The VM as the pass leaves it: its spec only differs where the VM was expanded. */
  readonly vm: VM;
  /** What was written, in order. */
  readonly writes: readonly SyncWrite[];
  /** Why the pass did not come to its end. */
  readonly error?: SyncError | undefined;
  /** The event to record, of a failed store or upgrade. */
  readonly event?: SyncEvent | undefined;
  /** The VM's condition `Failure` after the pass: written, or with `condition: 'leave'` what it is to be. */
  readonly condition?: ConditionLike | undefined;
  /** Whether the reconciliation goes on with the VM: not after an error, and not with a VM that was expanded just now, which comes
   * back as a change. */
  readonly proceed: boolean;
  /** When to try again without a change of the VM: at once (a lost race), with growing pauses, or not at all. */
  readonly retry: 'never' | 'soon' | 'backoff';
  /** How long the cluster asks to wait before that. */
  readonly retryAfterSeconds?: number | undefined;
  /** Warnings about what was used. */
  readonly notes: readonly Diagnostic[];
}
