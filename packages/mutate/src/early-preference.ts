import type { Maybe, PreferenceSpec, VirtualMachineLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { applyArchitecture, applyMachine, prefer } from '@instancetype/preference-apply';

const STORAGE_CLASS: Rule = { name: 'preferred-storage-class', field: 'spec.volumes.preferredStorageClassName' };

/** Takes those values of a preference that have to be in the VM as it is stored, because what follows depends on them:
 * architecture, machine type, and the storage class of its DataVolumeTemplates (BEHAVIOUR 13.2). A value that is no text is not
 * taken. Say before on whose behalf: `draft.by({origin: 'preference', ...})`.
 * @param vm the draft of a VM
 * @param preference the preference's spec */
export function applyEarlyPreferenceTo(vm: Draft<VirtualMachineLike>, preference: PreferenceSpec): void {
  const spec = vm.at('spec').at('template').at('spec');
  applyArchitecture(spec, { preferredArchitecture: textOf(preference.preferredArchitecture) });
  applyMachine(spec.at('domain'), { machine: { preferredMachineType: textOf(preference.machine?.preferredMachineType) } });
  const storageClass = textOf(preference.volumes?.preferredStorageClassName);
  if (!storageClass) return;
  const templates = vm.at('spec').list('dataVolumeTemplates');
  for (const index of (templates.value ?? []).keys()) {
    const dataVolume = templates.at(index).at('spec');
    for (const member of ['pvc', 'storage'] as const) {
      const claim = dataVolume.at(member);
      // an empty class is a choice, too: that of no class
      if (claim.value !== undefined) prefer(claim, 'storageClassName', storageClass, STORAGE_CLASS);
    }
  }
}

// what is written here is stored, and KubeVirt could not even have decoded such a preference
function textOf(value: Maybe<string>): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
