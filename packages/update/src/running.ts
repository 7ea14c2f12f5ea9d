import type { Maybe, QuantityLike, VirtualMachineInstanceLike, VirtualMachineLike, VmiSpecLike } from '@instancetype/api';
import { valueAt } from '@instancetype/conflict';

/** One condition of a status. */
export interface ConditionLike {
  readonly type?: Maybe<string>;
  readonly status?: Maybe<string>;
}

/** What is read of a running instance. */
export interface RunningInstanceLike extends VirtualMachineInstanceLike {
  readonly spec?: Maybe<UpdatableSpec>;
  readonly status?: Maybe<{
    readonly conditions?: Maybe<readonly ConditionLike[]>;
    readonly memory?: Maybe<{ readonly guestAtBoot?: Maybe<QuantityLike>; readonly guestCurrent?: Maybe<QuantityLike> }>;
    readonly migrationState?: Maybe<{ readonly startTimestamp?: Maybe<string>; readonly endTimestamp?: Maybe<string> }>;
  }>;
}

/** The spec of a template or an instance, with what can be changed while it runs. */
export interface UpdatableSpec extends VmiSpecLike {
  readonly affinity?: Maybe<object>;
  readonly tolerations?: Maybe<readonly object[]>;
}

/** Whether an object has a condition, of that status if one is given.
 * @param object a VM or an instance
 * @param type the condition
 * @param status `True` or `False` */
export function hasCondition(object: VirtualMachineLike | RunningInstanceLike, type: string, status?: 'True' | 'False'): boolean {
  const conditions = valueAt(object, '/status/conditions');
  if (!Array.isArray(conditions)) return false;
  return conditions.some((condition) => valueAt(condition, '/type') === type && (status === undefined || valueAt(condition, '/status') === status));
}

/** Whether an instance is being moved to another node.
 * @param instance the instance */
export function isMigrating(instance: RunningInstanceLike): boolean {
  const state = valueAt(instance, '/status/migrationState');
  return Boolean(valueAt(state, '/startTimestamp')) && !valueAt(state, '/endTimestamp');
}

/** A value inside an object; undefined where it is unset.
 * @param object plain JSON
 * @param pointer a JSON pointer */
export function setValueAt(object: unknown, pointer: string): unknown {
  return valueAt(object, pointer) ?? undefined;
}

/** A number of a manifest; 0 where it is none.
 * @param object plain JSON
 * @param pointer a JSON pointer */
export function numberAt(object: unknown, pointer: string): number {
  const value = valueAt(object, pointer);
  return typeof value === 'number' ? value : 0;
}
