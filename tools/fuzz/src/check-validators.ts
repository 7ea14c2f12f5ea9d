import type { Diagnostic, Outcome } from '@instancetype/conflict';
import { matcherOf } from '@instancetype/api';
import { must } from './fault.ts';
import type { Case } from './generate.ts';
import type { Stopwatch } from './stopwatch.ts';
import type { Subject } from './subject.ts';

/** Validates the VM and all objects by rules and by structure.
 * @param one the case
 * @param subject what is checked
 * @param watch times it
 * @returns all that was said about them */
export function checkValidators(one: Case, subject: Subject, watch: Stopwatch): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const family of ['instancetype', 'preference'] as const) {
    found.push(...watch.time('validateMatcher', () => subject.validateMatcher(matcherOf(one.vm, family), family)));
  }
  const structural: Outcome<unknown>[] = [watch.time('validateVirtualMachine', () => subject.validateVirtualMachine(one.vm))];
  for (const object of one.objects) {
    const kind: unknown = object?.kind;
    const isInstancetype = typeof kind === 'string' && kind.includes('Instancetype');
    const named = watch.time('validateObject', () => subject.validateObject(object));
    if (named) structural.push(named);
    structural.push(
      isInstancetype
        ? watch.time('validateVirtualMachineInstancetype', () => subject.validateVirtualMachineInstancetype(object))
        : watch.time('validateVirtualMachinePreference', () => subject.validateVirtualMachinePreference(object)),
    );
    if (typeof object !== 'object' || object === null) continue;
    const validated = object as { readonly spec?: object };
    found.push(...watch.time('validateInstancetype', () => subject.validateInstancetype(validated)), ...watch.time('validatePreference', () => subject.validatePreference(validated)));
  }
  if (one.mutations === 0) {
    const [ofVm] = structural;
    must(ofVm?.ok === true, () => `a valid VM is refused: ${ofVm?.ok === false ? ofVm.causes[0].message : ''}`);
  }
  return [...found, ...structural.flatMap((outcome) => (outcome.ok ? [...outcome.notes] : [...outcome.causes]))];
}
