import { validateVirtualMachine } from '@instancetype/schema';
import type { Figures } from './figure.ts';
import { interleave } from './interleave.ts';
import { VM_COUNT, virtualMachines } from './virtual-machines.ts';

/** Structural validation of the VMs, beside reading them from text.
 * @throws where a VM is not valid: then nothing that was measured means anything */
export function measureSchema(): Figures {
  const vms = virtualMachines();
  const texts = vms.map((vm) => JSON.stringify(vm));
  for (const vm of vms) {
    const outcome = validateVirtualMachine(vm);
    if (!outcome.ok) throw new Error(`${vm.metadata?.name} is not valid: ${outcome.causes[0].message}`);
  }
  const items = VM_COUNT;
  const measured = interleave({
    parse: { items, run: () => texts.map((text) => JSON.parse(text)) },
    validate: { items, run: () => vms.map((vm) => validateVirtualMachine(vm).ok) },
  });
  return {
    ratios: [
      { title: 'validateVirtualMachine: time against JSON.parse of the same VM', value: measured.ratio('validate', 'parse'), shownAs: 'multiple' },
    ],
    speeds: [
      { title: 'validateVirtualMachine', nanoseconds: measured.median('validate'), things: 'VMs' },
      { title: 'JSON.parse', nanoseconds: measured.median('parse'), things: 'VMs' },
    ],
  };
}
