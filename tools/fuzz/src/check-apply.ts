import type { VirtualMachineLike } from '@instancetype/api';
import type { Resolved } from '@instancetype/apply';
import type { Diagnostic, Outcome } from '@instancetype/conflict';
import { must } from './fault.ts';
import type { Case } from './generate.ts';
import { checkTrace } from './check-expand.ts';
import { CaseReader } from './reader.ts';
import { replay } from './replay.ts';
import type { Stopwatch } from './stopwatch.ts';
import type { Subject } from './subject.ts';

/** Applies what is found to the VM and to the VMI.
 * @param one the case
 * @param subject what is checked
 * @param watch times it
 * @returns all that was said about them */
export function checkApply(one: Case, subject: Subject, watch: Stopwatch): Diagnostic[] {
  const found = watch.time('resolve', () => subject.resolve(one.vm, new CaseReader(one.objects)));
  if (!found.ok) return [...found.causes];
  const resolved = found.value;
  const toVm = (vm: VirtualMachineLike, trace: boolean) => watch.time('applyToVirtualMachine', () => subject.applyToVirtualMachine(vm, resolved, { trace }));
  const toVmi = (trace: boolean) => watch.time('applyToVirtualMachineInstance', () => subject.applyToVirtualMachineInstance(one.vm, one.vmi, resolved, { trace }));
  const vm = toVm(one.vm, true);
  checkTrace('applyToVirtualMachine', one.vm, vm, toVm(one.vm, false));
  const vmi = toVmi(true);
  checkTrace('applyToVirtualMachineInstance', one.vmi, vmi, toVmi(false));
  if (!vm.ok) checkMending(one.vm, vm.causes, (mended) => toVm(mended, false));
  checkPlain(one, resolved, [vm, vmi]);
  return [vm, vmi].flatMap((outcome) => (outcome.ok ? [...outcome.notes] : [...outcome.causes]));
}

/** What a conflict says mends it: it is gone afterwards. Of many conflicts the first few stand for all. */
function checkMending(vm: VirtualMachineLike, causes: readonly Diagnostic[], apply: (vm: VirtualMachineLike) => Outcome<unknown>): void {
  for (const cause of causes.filter(({ code }) => code === 'instancetype-conflict').slice(0, 3)) {
    const patch = cause.fix ?? cause.suggestions?.[0]?.patch;
    must(patch !== undefined, () => `the conflict at ${cause.pointer} does not say how to mend it`);
    const after = apply(replay(vm, patch ?? []) as VirtualMachineLike);
    const left = after.ok ? [] : after.causes;
    must(left.every(({ pointer }) => pointer !== cause.pointer), () => `the conflict at ${cause.pointer} is still there after its removal`);
  }
}

/** A valid manifest is never told to be of a wrong type. */
function checkPlain(one: Case, resolved: Resolved, outcomes: readonly Outcome<unknown>[]): void {
  if (one.mutations > 0) return;
  for (const outcome of outcomes) {
    const odd = outcome.ok ? undefined : outcome.causes.find(({ code }) => code !== 'instancetype-conflict' && code !== 'spread-ratio-zero');
    must(odd === undefined, () => `a valid manifest (${resolved.instancetype?.object.name}, ${resolved.preference?.object.name}) is refused: ${odd?.message}`);
  }
}
