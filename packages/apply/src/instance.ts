import {
  CLUSTER_INSTANCETYPE_ANNOTATION,
  CLUSTER_PREFERENCE_ANNOTATION,
  INSTANCETYPE_ANNOTATION,
  type Family,
  matcherOf,
  PREFERENCE_ANNOTATION,
  resourceFor,
  type StringMap,
  type VirtualMachineInstanceLike,
  type VirtualMachineLike,
} from '@instancetype/api';
import { objectName } from '@instancetype/conflict';
import { type Draft, type DraftOptions, openDraft, type TracedOutcome } from '@instancetype/draft';
import { applyTo } from './apply.ts';
import type { Resolved } from './application.ts';
import { refuseNonObject } from './guard.ts';

/** By family, for a namespaced object and for one of the cluster. */
const ANNOTATIONS: Readonly<Record<Family, readonly [string, string]>> = {
  instancetype: [INSTANCETYPE_ANNOTATION, CLUSTER_INSTANCETYPE_ANNOTATION],
  preference: [PREFERENCE_ANNOTATION, CLUSTER_PREFERENCE_ANNOTATION],
};

/** Applies what was found for a VM to the VMI that is made of it: the annotations that name the two, then the values
 * (BEHAVIOUR 15.4 step 9, 1.7). Without either the result is the VMI itself.
 * @param vm the VM, for its matchers
 * @param vmi the VMI; not changed
 * @param resolved what was found for the VM
 * @param options whether to record a trace
 * @returns the VMI, or the conflicts with paths below `spec` */
export function applyToVirtualMachineInstance<VMI extends VirtualMachineInstanceLike>(
  vm: VirtualMachineLike,
  vmi: VMI,
  resolved: Resolved,
  options?: DraftOptions,
): TracedOutcome<VMI> {
  const refused = refuseNonObject(vmi, 'VirtualMachineInstance');
  if (refused) return refused;
  const object = objectName(vmi, 'VirtualMachineInstance');
  const draft = openDraft<VirtualMachineInstanceLike>(vmi, options);
  if (!resolved.instancetype && !resolved.preference) return { ok: true, value: vmi, notes: [], trace: draft.trace };
  annotate(draft, vm);
  const causes = applyTo(draft, resolved, { object, base: 'spec' });
  return causes ? { ok: false, causes } : { ok: true, value: draft.value as VMI, notes: [], trace: draft.trace };
}

function annotate(vmi: Draft<VirtualMachineInstanceLike>, vm: VirtualMachineLike): void {
  vmi.by({ origin: 'derived', kind: 'VirtualMachine', name: vm.metadata?.name ?? undefined });
  const annotations: Draft<StringMap> = vmi.at('metadata').at('annotations');
  for (const family of ['instancetype', 'preference'] as const) {
    const matcher = matcherOf(vm, family);
    const resource = matcher && resourceFor(matcher.kind, family);
    if (resource === undefined) continue;
    const [namespaced, cluster] = ANNOTATIONS[family];
    annotations.set(resource.namespaced ? namespaced : cluster, matcher?.name ?? '', { name: 'name-annotation', field: `spec.${family}.name` });
  }
}
