import type { VirtualMachineLike } from '@instancetype/api';
import { applyTo, missingTemplate, refuseNonObject, type Resolved, unreadableMembers } from '@instancetype/apply';
import { type Diagnostic, failure, type Failure, type JsonPatchOperation, objectName, type Outcome, success } from '@instancetype/conflict';
import { applyDefaultsTo } from '@instancetype/defaults';
import { openDraft } from '@instancetype/draft';
import { resolve, resolveAsync } from '@instancetype/expand';
import type { AsyncReader, Reader } from '@instancetype/find';
import { checkRequirements } from '@instancetype/preference-validate';
import { checkLiveUpdate, checkSpread } from '@instancetype/validate';
import { assumedInstance } from './assumed-instance.ts';
import { applied, type AppliedOutcome, changeLive, type LiveChanges, restartNeeds, type UpdateOptions } from './plan-update.ts';
import { isLiveUpdate, type RolloutCluster } from './rollout.ts';
import type { RunningInstanceLike, UpdatableSpec } from './running.ts';
import type { LivePatch, LiveUpdateError, Pass } from './step.ts';
import { type FieldChange, fieldChanges } from './switch-changes.ts';
import { storedVm } from './stored-vm.ts';
import { switched, type SwitchedVm, type SwitchTarget } from './switched.ts';

/** How to plan a switch. */
export interface SwitchOptions extends UpdateOptions {
  /** The VM's running instance; without it one is assumed that was started from the VM as it is. */
  readonly instance?: RunningInstanceLike | null | undefined;
}

/** What a switch to another instance type or preference means. */
export interface SwitchPlan {
  /** The VM with its new references, and what makes it of the present one. */
  readonly vm: VirtualMachineLike;
  readonly patch: readonly JsonPatchOperation[];
  /** Why KubeVirt refuses the VM then: conflicts, vCPUs that cannot be spread, unmet requirements, no room. With fixes where there are some. */
  readonly refusals: readonly Diagnostic[];
  /** The fields of the template that become something else, once instance type and preference are applied. */
  readonly changes: readonly FieldChange[];
  /** Whether KubeVirt marks the running VM with the condition `RestartRequired`. */
  readonly restartRequired: boolean;
  /** What KubeVirt then sends to the running instance. */
  readonly patches: readonly LivePatch[];
  /** What cannot be changed in the running instance just now: it is tried again. */
  readonly errors: readonly LiveUpdateError[];
  /** What was taken for granted, a sentence each. */
  readonly assumptions: readonly string[];
}

const ASSUMPTIONS: readonly string[] = Object.freeze([
  'The VM runs, and was started as it is described now, with the architecture and the machine type that it got when it was created.',
  'Its instance can be migrated, and nothing of it is being changed.',
]);

/** Tells what happens where a VM switches to another instance type or preference: what changes while it runs, what needs a restart, and
 * why KubeVirt would refuse it (BEHAVIOUR 14.3, 15.5, 15.6).
 * @param vm the VM as it is; not changed
 * @param target what it is to name: `{instancetype: {name: 'u1.large'}}`; null takes a reference away
 * @param reader gives objects by kind, namespace and name; what it throws passes through
 * @param options the cluster's configuration, and the running instance where there is one
 * @returns the plan; or causes where something that the VM names, then or now, is not found or cannot be applied */
export function planSwitch(vm: VirtualMachineLike, target: SwitchTarget, reader: Reader, options: SwitchOptions = {}): Outcome<SwitchPlan> {
  const refused = refuseNonObject(vm, 'VirtualMachine');
  if (refused) return refused;
  const after = switched(vm, target);
  return planFound({ vm, target, after, options }, resolve(vm, reader), resolve(after.lookup, reader));
}

/** {@link planSwitch} for a reader that answers later (BEHAVIOUR 14.3, 15.5, 15.6).
 * @param vm the VM as it is; not changed
 * @param target what it is to name; null takes a reference away
 * @param reader gives objects by kind, namespace and name; what it throws passes through
 * @param options the cluster's configuration, and the running instance where there is one */
export async function planSwitchAsync(vm: VirtualMachineLike, target: SwitchTarget, reader: AsyncReader, options: SwitchOptions = {}): Promise<Outcome<SwitchPlan>> {
  const refused = refuseNonObject(vm, 'VirtualMachine');
  if (refused) return refused;
  const after = switched(vm, target);
  return planFound({ vm, target, after, options }, await resolveAsync(vm, reader), await resolveAsync(after.lookup, reader));
}

interface Switch {
  readonly vm: VirtualMachineLike;
  readonly target: SwitchTarget;
  readonly after: SwitchedVm;
  readonly options: SwitchOptions;
}

function planFound({ vm, target, after, options }: Switch, found: Outcome<Resolved>, foundAfter: Outcome<Resolved>): Outcome<SwitchPlan> {
  if (!foundAfter.ok) return foundAfter;
  const cluster: RolloutCluster = options.cluster ?? {};
  const stored = found.ok ? storedVm(vm, found.value, cluster) : vm;
  const next = switched(stored, target).vm;
  const refusals = refusalsOf({ vm: next, written: after.vm }, foundAfter.value, cluster);
  const plan = { vm: after.vm, patch: after.patch, refusals, changes: [], restartRequired: false, patches: [], errors: [], assumptions: [] };
  const current = applied(next, foundAfter);
  // what cannot be applied is among the refusals, and a VM that is refused stays as it is
  if (!current.ok) return success(plan, foundAfter.notes);
  const last = applied(stored, found);
  if (!last.ok) return last;
  const running = runningInstance(stored, found, options, cluster);
  if (!running.ok) return running;
  const { changes, restartRequired, live } = compare({ vm: next, instance: running.value, cluster }, last.value, current.value);
  const assumptions = options.instance ? [] : ASSUMPTIONS;
  return success({ ...plan, changes, restartRequired, patches: live.patches, errors: live.errors, assumptions }, foundAfter.notes);
}

interface Compared {
  readonly changes: readonly FieldChange[];
  readonly restartRequired: boolean;
  readonly live: LiveChanges;
}

type Running = Omit<Pass, 'current'>;
type Applied = (AppliedOutcome & { readonly ok: true })['value'];

function compare(running: Running, last: Applied, current: Applied): Compared {
  const { cluster } = running;
  const blocking = restartNeeds({ ...running, last: last.spec, current: current.spec });
  const isLive = isLiveUpdate(cluster) && blocking.length === 0;
  const live = isLive ? changeLive(running, success(current)) : { patches: [], reasons: [], errors: [] };
  const changes = fieldChanges({ last, current, blocking, live, isStaged: !isLiveUpdate(cluster) });
  return { changes, live, restartRequired: blocking.length > 0 || live.reasons.length > 0 };
}

function runningInstance(vm: VirtualMachineLike, found: Outcome<Resolved>, { instance }: SwitchOptions, cluster: RolloutCluster): Outcome<RunningInstanceLike> {
  if (typeof instance === 'object' && instance !== null) return success(instance);
  if (!found.ok) return found;
  const spec = withDefaults(vm, found.value, cluster);
  return spec.ok ? success(assumedInstance(spec.value, cluster)) : spec;
}

/** Every reason for which the webhook refuses the VM, where it tells the first kind only. */
function refusalsOf({ vm, written }: Readonly<Record<'vm' | 'written', VirtualMachineLike>>, resolved: Resolved, cluster: RolloutCluster): readonly Diagnostic[] {
  const spread = checkSpread(resolved.instancetype, resolved.preference);
  const first = spread ? [spread] : [];
  const spec = withDefaults(vm, resolved, cluster);
  if (!spec.ok) return [...first, ...spec.causes];
  const unmet = checkRequirements({ ...resolved, spec: spec.value, written: written.spec?.template?.spec, vm: objectName(vm, 'VirtualMachine') });
  return [...first, ...(unmet ? [unmet] : []), ...(isLiveUpdate(cluster) ? checkLiveUpdate(spec.value) : [])];
}

function withDefaults(vm: VirtualMachineLike, resolved: Resolved, cluster: RolloutCluster): Outcome<UpdatableSpec> {
  const object = objectName(vm, 'VirtualMachine');
  const draft = openDraft<VirtualMachineLike>(vm);
  const template = draft.at('spec').at('template');
  const causes =
    template.value === undefined
      ? (unreadableMembers(draft, object) ?? [missingTemplate(object)])
      : (applyTo(template, resolved, { object, base: 'spec.template.spec' }) ?? applyDefaultsTo(template.at('spec'), cluster) ?? unreadableMembers(draft, object));
  if (causes) return failed(causes);
  return success(template.at('spec').value ?? {});
}

function failed([first, ...more]: Failure['causes']): Failure {
  return failure(first, ...more);
}
