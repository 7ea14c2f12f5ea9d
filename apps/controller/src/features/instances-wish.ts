import type { VirtualMachineLike } from '@instancetype/api';
import { valueAt } from '@instancetype/conflict';
import type { StoredInstance } from './instances-cache.ts';

/** What is to become of a VM's instance. */
export type Wish = 'keep' | 'start' | 'stop';

type Rule = (phase: string | undefined) => Wish;

const isOver = (phase: string | undefined): boolean => phase === 'Succeeded' || phase === 'Failed';

/** By run strategy, for the phase of the instance; undefined means that there is none. What is not listed (Manual and WaitAsReceiver, which
 * wait for requests to start and to stop) changes nothing. */
const RULES: Readonly<Record<string, Rule>> = {
  Always: (phase) => (phase === undefined ? 'start' : isOver(phase) ? 'stop' : 'keep'),
  // an instance that has succeeded stays, so that it is not started again
  RerunOnFailure: (phase) => (phase === undefined ? 'start' : phase === 'Failed' ? 'stop' : 'keep'),
  Once: (phase) => (phase === undefined ? 'start' : 'keep'),
  Halted: (phase) => (phase === undefined ? 'keep' : 'stop'),
};

/** What a VM's run strategy wants of its instance (BEHAVIOUR 15.4). An instance that is over is stopped where the strategy starts another one:
 * that one is started when it is gone.
 * @param vm the VM
 * @param instance its instance, if there is one */
export function wishOf(vm: VirtualMachineLike, instance: StoredInstance | undefined): Wish {
  const strategy = strategyOf(vm);
  const rule = strategy !== undefined && Object.hasOwn(RULES, strategy) ? RULES[strategy] : undefined;
  const wish = rule?.(instance && (instance.status?.phase ?? '')) ?? 'keep';
  return wish === 'start' && needsRecovery(vm) ? 'keep' : wish;
}

/** A VM that gives both is contradictory, and nothing is done for it. */
function strategyOf(vm: VirtualMachineLike): string | undefined {
  const [running, strategy] = [valueAt(vm, '/spec/running') ?? undefined, valueAt(vm, '/spec/runStrategy') ?? undefined];
  if (running === undefined) return typeof strategy === 'string' ? strategy : 'Halted';
  if (strategy !== undefined) return undefined;
  return running === true ? 'Always' : 'Halted';
}

function needsRecovery(vm: VirtualMachineLike): boolean {
  const conditions = valueAt(vm, '/status/conditions');
  return Array.isArray(conditions) && conditions.some((condition) => valueAt(condition, '/type') === 'ManualRecoveryRequired' && valueAt(condition, '/status') === 'True');
}
