export { planSwitch, planSwitchAsync } from './plan-switch.ts';
export type { SwitchOptions, SwitchPlan } from './plan-switch.ts';
export { planUpdate, planUpdateAsync } from './plan-update.ts';
export type { UpdateInput, UpdateOptions, UpdatePlan } from './plan-update.ts';
export type { RolloutCluster, RolloutConfiguration } from './rollout.ts';
export type { ConditionLike, RunningInstanceLike, UpdatableSpec } from './running.ts';
export type { Handler, LivePatch, LiveUpdateError, LiveUpdateReason, RestartReason } from './step.ts';
export type { FieldChange } from './switch-changes.ts';
export type { SwitchTarget } from './switched.ts';
