import { catalogReader } from '@instancetype/catalog';
import { expand } from '@instancetype/expand';
import type { Figures } from './figure.ts';
import { interleave } from './interleave.ts';
import { VM_COUNT, virtualMachines } from './virtual-machines.ts';

const FLOOR = 'JSON.parse and JSON.stringify alone';

/** Expansion of the VMs: objects to objects, with and without a trace, and bytes to bytes beside reading and printing the
 * same bytes alone.
 * @throws where a VM cannot be expanded: then nothing that was measured means anything */
export function measureExpand(): Figures {
  const vms = virtualMachines();
  const texts = vms.map((vm) => Buffer.from(JSON.stringify(vm)));
  const reader = catalogReader();
  for (const vm of vms) {
    const outcome = expand(vm, reader);
    if (!outcome.ok) throw new Error(`${vm.metadata?.name} cannot be expanded: ${outcome.causes[0].message}`);
  }
  const items = VM_COUNT;
  const measured = interleave({
    floor: { items, run: () => texts.map((text) => JSON.stringify(JSON.parse(text.toString())).length) },
    bytes: { items, run: () => texts.map((text) => JSON.stringify(valueOf(expand(JSON.parse(text.toString()), reader))).length) },
    objects: { items, run: () => vms.map((vm) => expand(vm, reader).ok) },
    traced: { items, run: () => vms.map((vm) => expand(vm, reader, { trace: true }).ok) },
  });
  const size = texts.reduce((total, text) => total + text.length, 0) / texts.length;
  return {
    ratios: [
      { title: `expand, bytes to bytes: speed against ${FLOOR}`, value: 1 / measured.ratio('bytes', 'floor'), shownAs: 'percent', goal: '>= 70 %' },
      { title: 'expand with a trace: time against without', value: measured.ratio('traced', 'objects'), shownAs: 'multiple', goal: '<= 1.50 x' },
      { title: `expand, object to object: time against ${FLOOR}`, value: measured.ratio('objects', 'floor'), shownAs: 'multiple' },
    ],
    speeds: [
      { title: 'expand, object to object', nanoseconds: measured.median('objects'), things: 'VMs', goal: '>= 300,000 VMs/s' },
      { title: 'expand with a trace', nanoseconds: measured.median('traced'), things: 'VMs' },
      { title: `expand, bytes to bytes (${Math.round(size)} bytes a VM)`, nanoseconds: measured.median('bytes'), things: 'VMs' },
      { title: FLOOR, nanoseconds: measured.median('floor'), things: 'VMs' },
    ],
  };
}

function valueOf(outcome: ReturnType<typeof expand>): unknown {
  return outcome.ok ? outcome.value : undefined;
}
