import type { InstancetypeSpec, Matcher, PreferenceSpec, VirtualMachineLike, VmiSpecLike } from '@instancetype/api';
import type { Resolved } from '@instancetype/apply';
import type { Cluster } from '@instancetype/defaults';
import type { TracedOutcome } from '@instancetype/draft';
import { frozen, type Stored } from '@instancetype-tools/test-values';
import { expandWith } from '../src/index.ts';

/** A cluster instance type `it`. */
export function instancetypeObject(spec: InstancetypeSpec): Stored {
  return { kind: 'VirtualMachineClusterInstancetype', metadata: { name: 'it' }, spec };
}

/** A cluster preference `pr`. */
export function preferenceObject(spec: PreferenceSpec): Stored {
  return { kind: 'VirtualMachineClusterPreference', metadata: { name: 'pr' }, spec };
}

/** Both at hand. */
export function resolvedOf(instancetype: InstancetypeSpec | undefined, preference: PreferenceSpec | undefined): Resolved {
  return {
    ...(instancetype && { instancetype: { spec: instancetype, object: { kind: 'VirtualMachineClusterInstancetype', name: 'it' } } }),
    ...(preference && { preference: { spec: preference, object: { kind: 'VirtualMachineClusterPreference', name: 'pr' } } }),
  };
}

/** A VM of the namespace `ns` with those matchers. */
export function vmOf(template: VmiSpecLike, matchers: { instancetype?: Matcher | null; preference?: Matcher | null } = {}): VirtualMachineLike {
  return { kind: 'VirtualMachine', metadata: { name: 'vm', namespace: 'ns' }, spec: { ...matchers, template: { spec: template } } };
}

/** A VM that names `it` or `pr` or both is expanded with them; nothing handed in may be changed, so all is frozen. */
export function expanded(
  template: VmiSpecLike,
  instancetype: InstancetypeSpec | undefined,
  preference?: PreferenceSpec,
  cluster?: Cluster,
): TracedOutcome<VirtualMachineLike> {
  const matchers = { ...(instancetype && { instancetype: { name: 'it' } }), ...(preference && { preference: { name: 'pr' } }) };
  return expandWith(frozen(vmOf(template, matchers)), frozen(resolvedOf(instancetype, preference)), { trace: true, cluster: frozen(cluster) });
}

/** The expanded VM's template spec. */
export function specOf(...parameters: Parameters<typeof expanded>): VmiSpecLike | null | undefined {
  const outcome = expanded(...parameters);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.causes));
  return outcome.value.spec?.template?.spec;
}
