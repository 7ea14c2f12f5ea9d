import { timeOf, type VirtualMachineLike } from '@instancetype/api';
import type { JsonPatchOperation } from '@instancetype/conflict';
import type { SyncSteps } from './calls.ts';
import { guardsOf, identityOf } from './guards.ts';
import type { ConditionLike, SyncReason } from './outcome.ts';
import { withAnswer } from './pass.ts';

const TYPE = 'Failure';

/** The reasons of a pass: a failure for another one was reported by another part of the controller. */
export const SYNC_REASONS: readonly SyncReason[] = ['FailedFindInstancetype', 'FailedFindPreference', 'FailedCreate', 'UnsupportedSyncError'];

/** What a condition says. */
export interface FailureLike {
  readonly reason: string;
  readonly message: string;
}

/** How to report. */
export interface FailureOptions {
  /** The time; by default the computer's. */
  readonly now?: (() => Date) | undefined;
  /** Which reasons of a condition that is there are the caller's own, so that it may be removed; by default those of a pass. */
  readonly isOwn?: ((reason: string) => boolean) | undefined;
}

/** The condition `Failure` that a VM is to have (BEHAVIOUR 15.1). A changed message is a changed condition (Appendix B10); its time is
 * that of the last change of status or reason.
 * @param vm the VM, with its status
 * @param failure what went wrong; undefined where nothing did
 * @param options time, and whose conditions may be removed
 * @returns the very condition that the VM has where it is to stay as it is; undefined for none */
export function nextFailure(vm: VirtualMachineLike, failure: FailureLike | undefined, options: FailureOptions = {}): ConditionLike | undefined {
  const current = failureOf(vm);
  if (failure !== undefined) return withFailure(current, failure, options.now);
  return current && isOwn(current, options) ? undefined : current;
}

function withFailure(current: ConditionLike | undefined, { reason, message }: FailureLike, now: () => Date = () => new Date()): ConditionLike {
  const same = current?.status === 'True' && current.reason === reason ? current : undefined;
  if (same?.message === message) return same;
  return { ...current, type: TYPE, status: 'True', reason, message, lastTransitionTime: same?.lastTransitionTime ?? timeOf(now()) };
}

/** The condition `Failure` that a VM has.
 * @param vm the VM, with its status */
export function failureOf(vm: VirtualMachineLike): ConditionLike | undefined {
  return currentFailure(vm).condition;
}

/** Writes the condition `Failure`, or removes it, where it is not as it is to be (BEHAVIOUR 15.1, Appendix B10). For a controller that
 * does more than this package's pass and reports at the end.
 * @param vm the VM, with its status; not changed
 * @param failure what went wrong; undefined where nothing did
 * @param options time, and whose conditions may be removed
 * @returns the VM with the condition; what the patch throws passes through */
export function* failureSteps<VM extends VirtualMachineLike>(vm: VM, failure: FailureLike | undefined, options: FailureOptions = {}): SyncSteps<VM> {
  const { condition: current, conditions, index } = currentFailure(vm);
  const next = nextFailure(vm, failure, options);
  if (next === current) return vm;
  const answer = yield { verb: 'patchStatus', vm, operations: operationsOf(vm, next) };
  const others = conditions.filter((_condition, at) => at !== index);
  const written = next === undefined ? others : index === -1 ? [...others, next] : conditions.with(index, next);
  return withAnswer({ ...vm, status: { ...vm.status, conditions: written } }, answer);
}

function operationsOf(vm: VirtualMachineLike, next: ConditionLike | undefined): readonly JsonPatchOperation[] {
  const { index, hasList, condition } = currentFailure(vm);
  // a new entry could come to stand beside one that somebody else adds meanwhile
  if (index === -1) return [...guardsOf(vm), additionOf(vm, next, hasList)];
  const path = `/status/conditions/${index}`;
  const isStill: JsonPatchOperation = { op: 'test', path: `${path}/type`, value: TYPE };
  // another part may have set its own there
  const isSame: readonly JsonPatchOperation[] = condition?.reason === undefined ? [] : [{ op: 'test', path: `${path}/reason`, value: condition.reason }];
  return [...identityOf(vm), isStill, ...isSame, next === undefined ? { op: 'remove', path } : { op: 'replace', path, value: next }];
}

function additionOf(vm: VirtualMachineLike, value: ConditionLike | undefined, hasList: boolean): JsonPatchOperation {
  if (hasList) return { op: 'add', path: '/status/conditions/-', value };
  if (vm.status) return { op: 'add', path: '/status/conditions', value: [value] };
  return { op: 'add', path: '/status', value: { conditions: [value] } };
}

interface Current {
  readonly conditions: readonly unknown[];
  readonly hasList: boolean;
  readonly index: number;
  readonly condition: ConditionLike | undefined;
}

function currentFailure(vm: VirtualMachineLike): Current {
  const list: unknown = (vm.status as { readonly conditions?: unknown } | null | undefined)?.conditions;
  const conditions: readonly unknown[] = Array.isArray(list) ? list : [];
  const index = conditions.findIndex((each) => (each as ConditionLike | null | undefined)?.type === TYPE);
  return { conditions, hasList: Array.isArray(list), index, condition: conditions[index] as ConditionLike | undefined };
}

function isOwn({ reason }: ConditionLike, options: FailureOptions): boolean {
  const own = options.isOwn ?? ((each: string) => (SYNC_REASONS as readonly string[]).includes(each));
  return typeof reason === 'string' && own(reason);
}
