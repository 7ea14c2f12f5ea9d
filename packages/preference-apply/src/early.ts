import { type PreferenceSpec, textOf, type VirtualMachineLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { eachOf } from './each-of.ts';
import { applyMachine } from './machine.ts';
import { prefer } from './prefer.ts';
import { applyArchitecture } from './spec.ts';

const STORAGE_CLASS: Rule = { name: 'preferred-storage-class', field: 'spec.volumes.preferredStorageClassName' };

/** Takes those values of a preference that have to be in the VM as it is stored, because what follows depends on them:
 * architecture, machine type, and the storage class of its DataVolumeTemplates (BEHAVIOUR 13.2). A value that is no text is not
 * taken. Say before on whose behalf: `draft.by({origin: 'preference', ...})`.
 * @param vm the draft of a VM
 * @param preference the preference's spec */
export function applyEarlyPreferenceTo(vm: Draft<VirtualMachineLike>, preference: PreferenceSpec): void {
  // what is written here is stored: what KubeVirt could not even have decoded is left out
  const spec = vm.at('spec').at('template').at('spec');
  applyArchitecture(spec, { preferredArchitecture: textOf(preference.preferredArchitecture) });
  applyMachine(spec.at('domain'), { machine: { preferredMachineType: textOf(preference.machine?.preferredMachineType) } });
  const storageClass = textOf(preference.volumes?.preferredStorageClassName);
  if (!storageClass) return;
  eachOf(vm.at('spec').list('dataVolumeTemplates'), (template) => {
    for (const member of ['pvc', 'storage'] as const) {
      const claim = template.at('spec').at(member);
      // an empty class is a choice, too: that of no class
      if (claim.value !== undefined) prefer(claim, 'storageClassName', storageClass, STORAGE_CLASS);
    }
  });
}
