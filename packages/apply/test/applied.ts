import type { DomainLike, InstancetypeSpec, PreferenceSpec, VirtualMachineLike, VmiSpecLike } from '@instancetype/api';
import type { Diagnostic } from '@instancetype/conflict';
import { type TracedOutcome } from '@instancetype/draft';
import { frozen } from '@instancetype-tools/test-values';
import { type ApplyOptions, applyToVirtualMachine, type Resolved } from '../src/index.ts';

/** An instance type of a name, ready to be applied. */
export function instancetype(spec: InstancetypeSpec): Pick<Resolved, 'instancetype'> {
  return { instancetype: { spec, object: { kind: 'VirtualMachineClusterInstancetype', name: 'it' } } };
}

/** A preference of a name, ready to be applied. */
export function preference(spec: PreferenceSpec): Pick<Resolved, 'preference'> {
  return { preference: { spec, object: { kind: 'VirtualMachineClusterPreference', name: 'pr' } } };
}

/** `it(n)` of BEHAVIOUR's Appendix A, with more in it. */
export function it(guest: number, more: InstancetypeSpec = {}): InstancetypeSpec {
  return { ...more, cpu: { guest, ...more.cpu }, memory: { guest: '1Gi', ...more.memory } };
}

/** A VM of that template. */
export function vmOf(spec: VmiSpecLike | null | undefined, annotations?: Record<string, string>): VirtualMachineLike {
  return { kind: 'VirtualMachine', metadata: { name: 'vm', namespace: 'ns' }, spec: { template: { spec, ...(annotations && { metadata: { annotations } }) } } };
}

/** Applies to a VM of that spec; nothing handed in may be changed, so all is frozen. */
export function apply(
  spec: VmiSpecLike,
  theirs: InstancetypeSpec | undefined,
  preferred?: PreferenceSpec,
  options?: ApplyOptions,
): TracedOutcome<VirtualMachineLike> {
  const resolved = { ...(theirs && instancetype(theirs)), ...(preferred && preference(preferred)) };
  return applyToVirtualMachine(frozen(vmOf(spec)), frozen(resolved), options);
}

/** The VM's spec afterwards. */
export function specWith(spec: VmiSpecLike, theirs: InstancetypeSpec | undefined, preferred?: PreferenceSpec): VmiSpecLike | null | undefined {
  const outcome = apply(spec, theirs, preferred);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.causes));
  return outcome.value.spec?.template?.spec;
}

/** The VM's domain afterwards. */
export function domainWith(domain: DomainLike, theirs: InstancetypeSpec | undefined, preferred?: PreferenceSpec): DomainLike | null | undefined {
  return specWith({ domain }, theirs, preferred)?.domain;
}

/** Why it cannot be applied; empty where it can. */
export function causesOf(spec: VmiSpecLike, theirs: InstancetypeSpec | undefined, preferred?: PreferenceSpec): readonly Diagnostic[] {
  const outcome = apply(spec, theirs, preferred, { base: 'spec' });
  return outcome.ok ? [] : outcome.causes;
}

/** The fields that conflict, with base `spec`; empty where none does. */
export function conflicts(spec: VmiSpecLike, theirs: InstancetypeSpec): readonly (string | undefined)[] {
  return causesOf(spec, theirs).map((cause) => cause.field);
}
