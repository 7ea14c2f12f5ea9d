import type { VirtualMachineLike } from '@instancetype/api';
import type { Resolved } from '@instancetype/apply';
import { type Cluster, setArchitecture, setMachineType } from '@instancetype/defaults';
import { openDraft } from '@instancetype/draft';
import { applyEarlyPreferenceTo } from '@instancetype/preference-apply';

/** A VM as the cluster has it: with the architecture and the machine type that it got for good when it was created, out of the preference
 * that it had then or out of the cluster's defaults (BEHAVIOUR 13.2, 13.3). A VM out of a cluster is the result itself.
 * @param vm the VM, or its manifest
 * @param resolved what was found for it
 * @param cluster the cluster */
export function storedVm(vm: VirtualMachineLike, { preference }: Resolved, cluster: Cluster): VirtualMachineLike {
  const draft = openDraft<VirtualMachineLike>(vm);
  const template = draft.at('spec').at('template');
  if (template.value === undefined) return vm;
  if (preference?.spec) applyEarlyPreferenceTo(draft, preference.spec);
  setArchitecture(template.at('spec'), cluster);
  setMachineType(template.at('spec'), cluster);
  return draft.misfits.length === 0 ? (draft.value ?? vm) : vm;
}
