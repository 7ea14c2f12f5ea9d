import type { VirtualMachineLike } from '@instancetype/api';
import type { Cluster } from '@instancetype/defaults';
import type { VmClient } from '../cluster/guarded-client.ts';

/** Why a step did not come to its end. */
export interface StepError {
  /** In one word, for the condition `Failure`. */
  readonly reason: string;
  /** For a person. */
  readonly message: string;
  /** Whether the VM's owner is told, by the condition `Failure`. An outage and a lost race are not theirs to mend. */
  readonly isTold: boolean;
  /** Whether the cluster refuses what was asked: it is asked again much later only. */
  readonly isRefusal: boolean;
  /** Whether the cluster has not got what was to be written: the VM is gone, or something that the write needs is not there yet. */
  readonly isMissing?: boolean | undefined;
}

/** What a step says is to be done with a VM. */
export interface StepOutcome {
  /** The VM as the step leaves it. */
  readonly vm: VirtualMachineLike;
  /** Whether the next step has its turn. */
  readonly proceed: boolean;
  readonly error?: StepError | undefined;
  /** The event to record. */
  readonly event?: { readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string } | undefined;
  /** When to look at the VM again though nothing has changed. */
  readonly retry: 'never' | 'soon' | 'backoff';
  /** How long the cluster asks to wait before that. */
  readonly retryAfterSeconds?: number | undefined;
  /** What is worth a line in the log though nothing failed. */
  readonly notes?: readonly { readonly code: string; readonly message: string }[] | undefined;
}

/** What a step works with. */
export interface StepTools {
  /** Requests for this VM, each write guarded. */
  readonly client: VmClient;
  /** The configuration of the cluster as it is now. */
  readonly cluster: Cluster;
}

/** One thing that is done for a VM in each pass, after the steps before it. It gets the VM as those have left it, and says what is to be done.
 * What it throws with a `code` is a fault of the cluster; what has none is a bug.
 * @param vm the VM; whole, where `needsWholeVms` says so */
export type Step = (vm: VirtualMachineLike, tools: StepTools) => Promise<StepOutcome>;

/** One thing that the controller can do: what `--features` names. */
export interface Feature {
  readonly name: string;
  readonly step: Step;
  /** Reasons of the condition `Failure` that this feature gives, and removes when they are past. */
  readonly reasons: readonly string[];
  /** Whether the caches keep VMs whole for it; without it they keep what references, inference and metrics look at. */
  readonly needsWholeVms?: boolean | undefined;
}
