import type { VirtualMachineLike } from '@instancetype/api';
import { applyToVirtualMachine, refuseNonObject, type Resolved } from '@instancetype/apply';
import { displayPath, type Outcome, success, valueAt } from '@instancetype/conflict';
import { resolve, resolveAsync } from '@instancetype/expand';
import type { AsyncReader, Reader } from '@instancetype/find';
import { changeCpu } from './cpu.ts';
import { type Difference, differences } from './differences.ts';
import { withLiveChanges } from './live-fields.ts';
import { changeMemory } from './memory.ts';
import { changeAffinity, changeTolerations } from './placement.ts';
import { isLiveUpdate, type RolloutCluster } from './rollout.ts';
import { hasCondition, type RunningInstanceLike, type UpdatableSpec } from './running.ts';
import { type LivePatch, type LiveUpdateError, type Pass, type RestartReason, type Step, TEMPLATE_SPEC } from './step.ts';

/** A VM and what runs of it. */
export interface UpdateInput {
  /** The VM as it is now. */
  readonly vm: VirtualMachineLike;
  /** Its running instance; without one there is nothing to update. */
  readonly instance?: RunningInstanceLike | null | undefined;
  /** The VM's spec as of its last start, out of its revision (BEHAVIOUR 15.7); undefined where that is not known. */
  readonly lastSeen?: object | null | undefined;
}

/** In which cluster. */
export interface UpdateOptions {
  /** The cluster's configuration; without it KubeVirt's built-in one. */
  readonly cluster?: RolloutCluster | undefined;
}

/** What is to be done about a VM that was changed while it runs. */
export interface UpdatePlan {
  /** Why the VM must be restarted; the message is that of the condition `RestartRequired`, which KubeVirt gives no reason. */
  readonly restartRequired: { readonly message: string; readonly reasons: readonly RestartReason[] } | undefined;
  /** What becomes of the VM's condition `RestartRequired`; `keep` where nothing can be told, or nothing runs. */
  readonly condition: 'set' | 'remove' | 'keep';
  /** What is to be sent to the running instance, one after the other. */
  readonly patches: readonly LivePatch[];
  /** Why the pass ends before all is done; at most one, for KubeVirt stops there. The patches come before it. */
  readonly errors: readonly LiveUpdateError[];
}

/** Plans what becomes of a changed VM that runs: what its instance takes at once, and whether the VM must be restarted (BEHAVIOUR 15.5,
 * 15.6).
 * @param input the VM, its instance, and its spec as of the last start; none is changed
 * @param reader gives objects by kind, namespace and name; what it throws passes through
 * @param options the cluster's configuration */
export function planUpdate(input: UpdateInput, reader: Reader, options: UpdateOptions = {}): UpdatePlan {
  const { vm, lastSeen } = input;
  if (refuseNonObject(vm, 'VirtualMachine') || !runs(input)) return NOTHING_TO_DO;
  const current = applied(vm, resolve(vm, reader));
  const started = lastSeen ? startedFrom(vm, lastSeen) : undefined;
  return planFound(input, current, started && applied(started, resolve(started, reader)), options);
}

/** {@link planUpdate} for a reader that answers later (BEHAVIOUR 15.5, 15.6).
 * @param input the VM, its instance, and its spec as of the last start; none is changed
 * @param reader gives objects by kind, namespace and name; what it throws passes through
 * @param options the cluster's configuration */
export async function planUpdateAsync(input: UpdateInput, reader: AsyncReader, options: UpdateOptions = {}): Promise<UpdatePlan> {
  const { vm, lastSeen } = input;
  if (refuseNonObject(vm, 'VirtualMachine') || !runs(input)) return NOTHING_TO_DO;
  const current = applied(vm, await resolveAsync(vm, reader));
  const started = lastSeen ? startedFrom(vm, lastSeen) : undefined;
  return planFound(input, current, started && applied(started, await resolveAsync(started, reader)), options);
}

const NOTHING_TO_DO: UpdatePlan = Object.freeze({ restartRequired: undefined, condition: 'keep', patches: [], errors: [] });
const MAX_NAMED = 5;

/** A template with everything applied. */
interface AppliedTemplate {
  readonly spec: UpdatableSpec;
  readonly metadata: unknown;
}

/** A template with everything applied, or what stands in the way. */
export type AppliedOutcome = Outcome<AppliedTemplate>;

/** What a VM's template is once its instance type and preference are applied (BEHAVIOUR 4.1, ApplyToVM).
 * @param vm the VM
 * @param found what was found for it */
export function applied(vm: VirtualMachineLike, found: Outcome<Resolved>): AppliedOutcome {
  if (!found.ok) return found;
  const outcome = applyToVirtualMachine(vm, found.value, { base: 'spec' });
  if (!outcome.ok) return outcome;
  const template = outcome.value.spec?.template;
  return success({ spec: template?.spec ?? {}, metadata: template?.metadata });
}

/** The last seen spec as a VM: only its own revision names can lead to stored revisions, for it has no status. */
function startedFrom(vm: VirtualMachineLike, lastSeen: object): VirtualMachineLike {
  return { ...vm, spec: lastSeen, status: {} };
}

function runs({ instance }: UpdateInput): boolean {
  return typeof instance === 'object' && instance !== null;
}

function planFound(input: UpdateInput, current: AppliedOutcome, last: AppliedOutcome | undefined, { cluster = {} }: UpdateOptions): UpdatePlan {
  const { vm } = input;
  const instance = input.instance ?? {};
  const canTell = current.ok && last?.ok === true;
  const changed = canTell ? restartNeeds({ last: last.value.spec, current: current.value.spec, vm, instance, cluster }) : [];
  if (changed.length > 0) return { ...NOTHING_TO_DO, ...required([templateReason(changed)]) };
  // a condition that cannot be judged stays, and keeps the instance as it is
  const isHeld = !canTell && hasCondition(vm, 'RestartRequired');
  const { patches, reasons, errors } = isLiveUpdate(cluster) && !isHeld ? changeLive({ vm, instance, cluster }, current) : NO_CHANGES;
  return { restartRequired: undefined, condition: canTell ? 'remove' : 'keep', patches, errors, ...(reasons.length > 0 && required(reasons)) };
}

/** Where the template, then and now, differs in what a running VM cannot take (BEHAVIOUR 15.5 steps 3 and 4).
 * @param update both specs with everything applied, the VM, its instance and the cluster */
export function restartNeeds(update: Pass & { readonly last: UpdatableSpec }): readonly Difference[] {
  const updateVolumesStrategy = valueAt(update.vm, '/spec/updateVolumesStrategy');
  return differences(withLiveChanges({ ...update, updateVolumesStrategy }), update.current, 'spec');
}

function templateReason(changed: readonly Difference[]): RestartReason {
  const pointers = changed.map(({ pointer }) => TEMPLATE_SPEC + pointer);
  const named = pointers.slice(0, MAX_NAMED).map(displayPath).join(', ');
  const more = pointers.length > MAX_NAMED ? ` and ${pointers.length - MAX_NAMED} more` : '';
  return { handler: 'template', pointers, message: `The VM was changed since its start in what a running VM cannot take: ${named}${more}` };
}

function required(reasons: readonly RestartReason[]): Pick<UpdatePlan, 'restartRequired' | 'condition'> {
  return { condition: 'set', restartRequired: { message: `${reasons.map(({ message }) => message).join('. ')}. Restart the VM to have it so.`, reasons } };
}

/** What the handlers of a pass want, up to the first error. */
export interface LiveChanges {
  readonly patches: readonly LivePatch[];
  readonly reasons: readonly RestartReason[];
  readonly errors: readonly LiveUpdateError[];
}

const NO_CHANGES: LiveChanges = { patches: [], reasons: [], errors: [] };
const HANDLERS: readonly ((pass: Pass) => Step)[] = [changeCpu, changeAffinity, changeTolerations, changeMemory];

/** Runs the handlers in KubeVirt's order (BEHAVIOUR 15.6).
 * @param pass the VM, its instance and the cluster
 * @param current the template's spec with everything applied; the first handler tells why there is none */
export function changeLive(pass: Omit<Pass, 'current'>, current: AppliedOutcome): LiveChanges {
  if (valueAt(pass.instance, '/metadata/deletionTimestamp')) return NO_CHANGES;
  if (!current.ok) return { ...NO_CHANGES, errors: [{ reason: 'HotPlugCPUError', causes: current.causes }] };
  const changes = { patches: [] as LivePatch[], reasons: [] as RestartReason[], errors: [] as LiveUpdateError[] };
  for (const handler of HANDLERS) {
    const { patches, restart, error } = handler({ ...pass, current: current.value.spec });
    if (patches) changes.patches.push(...patches);
    if (restart) changes.reasons.push(restart);
    if (error) changes.errors.push(error);
    if (error) break;
  }
  return changes;
}
