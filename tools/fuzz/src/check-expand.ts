import type { VirtualMachineLike } from '@instancetype/api';
import type { Diagnostic } from '@instancetype/conflict';
import { patchOf, type TracedOutcome } from '@instancetype/draft';
import { must } from './fault.ts';
import type { Case } from './generate.ts';
import { deepFreeze, firstDifference } from './json.ts';
import { CaseReader } from './reader.ts';
import { replay } from './replay.ts';
import type { Stopwatch } from './stopwatch.ts';
import type { Subject } from './subject.ts';

/** Expands and judges the VM.
 * @param one the case
 * @param subject what is checked
 * @param watch times it
 * @returns all that was said about the VM */
export function checkExpand(one: Case, subject: Subject, watch: Stopwatch): Diagnostic[] {
  const reader = new CaseReader(one.objects);
  const { cluster } = one;
  const run = (name: 'expand' | 'admit', vm: VirtualMachineLike, trace: boolean): TracedOutcome<VirtualMachineLike> =>
    watch.time(trace ? `${name} with a trace` : name, () => subject[name](vm, reader, { cluster, trace }));
  const diagnostics: Diagnostic[] = [];
  for (const name of ['expand', 'admit'] as const) {
    const traced = run(name, one.vm, true);
    checkTrace(name, one.vm, traced, run(name, one.vm, false));
    if (name === 'expand' && traced.ok) checkAgain(traced.value, (vm) => run('expand', vm, false));
    diagnostics.push(...(traced.ok ? traced.notes : traced.causes));
  }
  return diagnostics;
}

/** With a trace and without it is the same, and the trace's patch makes the result of the input.
 * @param name what ran
 * @param before the input
 * @param traced the outcome with a trace
 * @param silent the outcome without one */
export function checkTrace<T>(name: string, before: T, traced: TracedOutcome<T>, silent: TracedOutcome<T>): void {
  must(traced.ok === silent.ok, () => `${name}: a trace changes the outcome`);
  if (!traced.ok || !silent.ok) {
    const difference = firstDifference(traced, silent);
    return must(difference === undefined, () => `${name}: a trace changes the causes at ${difference}`);
  }
  const changed = firstDifference(traced.value, silent.value);
  must(changed === undefined, () => `${name}: a trace changes the result at ${changed}`);
  must(silent.trace.length === 0, () => `${name}: there is a trace that nobody asked for`);
  const replayed = replay(before, patchOf(traced.trace, before, traced.value));
  const difference = firstDifference(replayed, traced.value);
  must(difference === undefined, () => `${name}: replaying the trace's patch gives something else at ${difference}`);
}

function checkAgain(value: VirtualMachineLike, expand: (vm: VirtualMachineLike) => TracedOutcome<VirtualMachineLike>): void {
  const again = expand(deepFreeze(value));
  must(again.ok && again.value === value, () => 'expand: expanding an expanded VM changes it');
}
