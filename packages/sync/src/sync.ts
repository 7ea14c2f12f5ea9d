import { matcherOf, type VirtualMachineLike } from '@instancetype/api';
import { refuseNonObject } from '@instancetype/apply';
import { type Outcome, type Success, success } from '@instancetype/conflict';
import type { Cluster } from '@instancetype/defaults';
import { findInFamilySteps } from '@instancetype/find';
import { attempt, STAGES, type Stopped, stopped } from './attempt.ts';
import { runSyncStepsAsync, type SyncClient, type SyncSteps } from './calls.ts';
import { dropReferences, expandVm, isStoredVm } from './expand-policy.ts';
import { failureOf, failureSteps, nextFailure } from './failure-condition.ts';
import { lookUp } from './look-up.ts';
import { Memory } from './memory.ts';
import type { SyncError, SyncOutcome, SyncWrite } from './outcome.ts';
import type { Found, Pass, PassSteps } from './pass.ts';
import { pauseOf, retryOf } from './retry.ts';
import { storeBoth, upgradeBoth } from './store-and-upgrade.ts';

/** How to make a pass. */
export interface SyncOptions {
  /** The cluster: its policy for references, and the defaults of VMs that are expanded; without it KubeVirt's built-in ones. */
  readonly cluster?: Cluster | undefined;
  /** `write` (the default) keeps the VM's condition `Failure` up to date; `leave` is for a controller that reports at its end, with
   * `failureSteps`. */
  readonly condition?: 'leave' | 'write' | undefined;
  /** The time; by default the computer's. */
  readonly now?: (() => Date) | undefined;
}

/** Makes one pass over a VM's references, as KubeVirt's controller does in each reconciliation (BEHAVIOUR 15.1 to 15.3): by the cluster's
 * policy it keeps what the VM's instance type and preference were as revisions, or makes the VM a flat one. Cut off at any call,
 * the next pass completes it.
 * @param vm the VM, with its status; not changed
 * @param client carries out the calls
 * @param options the cluster, and whether to write the condition
 * @returns what was done, and what is left to the caller: to record an event, and to try again. What a call throws with a `code` is
 *   part of it; what has none passes through */
export function sync<VM extends VirtualMachineLike>(vm: VM, client: SyncClient, options?: SyncOptions): Promise<SyncOutcome<VM>> {
  return runSyncStepsAsync(syncSteps(vm, options), client);
}

/** {@link sync} as a computation, for a caller that carries out its calls itself (BEHAVIOUR 15.1).
 * @param vm the VM, with its status; not changed
 * @param options the cluster, and whether to write the condition */
export function* syncSteps<VM extends VirtualMachineLike>(vm: VM, options: SyncOptions = {}): SyncSteps<SyncOutcome<VM>> {
  const refused = refuseNonObject(vm, 'VirtualMachine');
  if (refused) return { vm, writes: [], notes: [], error: stopped(STAGES.expand, refused.causes).error, proceed: false, retry: 'never' };
  if (vm.metadata?.deletionTimestamp) return { vm, writes: [], notes: [], proceed: true, retry: 'never' };
  const memory = new Memory();
  const pass: Pass<VM> = { vm, cluster: options.cluster ?? {}, notes: [] };
  const stop = yield* memory.over(passSteps(pass));
  const unreported = yield* memory.over(report(pass, stop?.error, options));
  return outcomeOf(pass, { writes: memory.writes, stop, unreported, options });
}

function* passSteps<VM extends VirtualMachineLike>(pass: Pass<VM>): PassSteps<Stopped | undefined> {
  const { vm, cluster } = pass;
  const policy = cluster.configuration?.instancetype?.referencePolicy ?? 'reference';
  const expands = policy === 'expandAll' || (policy === 'expand' && !isStoredVm(vm));
  if (!matcherOf(vm, 'instancetype') && !matcherOf(vm, 'preference')) return expands ? yield* dropReferences(pass, vm, { mayBeGone: true }) : undefined;
  const found = yield* findBoth(pass);
  if (!found.ok) return found;
  if (expands) return yield* expandVm(pass, found.value);
  return policy === 'expand' ? undefined : yield* keepReferences(pass, policy);
}

// a policy that is none of KubeVirt's stores nothing, and still upgrades
function* keepReferences<VM extends VirtualMachineLike>(pass: Pass<VM>, policy: string): PassSteps<Stopped | undefined> {
  if (policy === 'reference') {
    const stored = yield* attempt(pass, STAGES.store, storeBoth(pass));
    if (!stored.ok) return stored;
  }
  const upgraded = yield* attempt(pass, STAGES.upgrade, upgradeBoth(pass));
  return upgraded.ok ? undefined : upgraded;
}

function* findBoth(pass: Pass<VirtualMachineLike>): PassSteps<Stopped | Success<Found>> {
  const { vm } = pass;
  const instancetype = yield* attempt(pass, STAGES.findInstancetype, lookUp(findInFamilySteps(vm, 'instancetype')));
  if (!instancetype.ok) return instancetype;
  const preference = yield* attempt(pass, STAGES.findPreference, lookUp(findInFamilySteps(vm, 'preference')));
  return preference.ok ? success({ instancetype: instancetype.value, preference: preference.value }) : preference;
}

// an outage says nothing about the VM: its condition stays as it is
function* report<VM extends VirtualMachineLike>(pass: Pass<VM>, error: SyncError | undefined, options: SyncOptions): PassSteps<SyncError | undefined> {
  if (options.condition === 'leave' || !isToldOf(error)) return undefined;
  const written = yield* attempt(pass, STAGES.report, writeFailure(pass, error, options));
  return written.ok ? undefined : written.error;
}

function* writeFailure<VM extends VirtualMachineLike>(pass: Pass<VM>, error: SyncError | undefined, options: SyncOptions): PassSteps<Outcome<void>> {
  pass.vm = yield* failureSteps(pass.vm, error, options);
  return success(undefined);
}

interface Ending {
  readonly writes: readonly SyncWrite[];
  readonly stop: Stopped | undefined;
  /** What kept the condition from being written. */
  readonly unreported: SyncError | undefined;
  readonly options: SyncOptions;
}

function outcomeOf<VM extends VirtualMachineLike>({ vm, notes }: Pass<VM>, { writes, stop, unreported, options }: Ending): SyncOutcome<VM> {
  const error = stop?.error;
  const isEvent = stop?.stage.isEvent === true && isToldOf(error);
  return {
    vm,
    writes,
    error: error ?? unreported,
    event: isEvent ? { type: 'Warning', reason: 'FailedCreate', message: stop.error.message } : undefined,
    condition: isToldOf(error) ? nextFailure(vm, error, options) : failureOf(vm),
    proceed: stop === undefined && writes.every(({ verb }) => verb !== 'update'),
    retry: retryOf(unreported ?? error),
    retryAfterSeconds: pauseOf(unreported ?? error),
    notes,
  };
}

/** Whether the VM's condition follows from how the pass ended. */
function isToldOf(error: SyncError | undefined): boolean {
  return error?.fault === undefined || error.isRefusal;
}
