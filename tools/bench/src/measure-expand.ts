import { catalogReader } from '@instancetype/catalog';
import { expand } from '@instancetype/expand';
import { type Figures, percent, speed, times } from './figure.ts';
import { interleave } from './interleave.ts';
import { VM_COUNT, virtualMachines } from './virtual-machines.ts';

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
  const floor = `JSON.parse and JSON.stringify alone`;
  return {
    ratios: [
      { title: `expand, bytes to bytes: speed against ${floor}`, value: percent(1 / measured.ratio('bytes', 'floor')), goal: '>= 70 %' },
      { title: 'expand with a trace: time against without', value: times(measured.ratio('traced', 'objects')), goal: '<= 1.50 x' },
      { title: `expand, object to object: time against ${floor}`, value: times(measured.ratio('objects', 'floor')) },
    ],
    speeds: [
      speed('expand, object to object', measured.median('objects'), 'VMs', '>= 300,000 VMs/s'),
      speed('expand with a trace', measured.median('traced'), 'VMs'),
      speed(`expand, bytes to bytes (${Math.round(size)} bytes a VM)`, measured.median('bytes'), 'VMs'),
      speed(floor, measured.median('floor'), 'VMs'),
    ],
  };
}

function valueOf(outcome: ReturnType<typeof expand>): unknown {
  return outcome.ok ? outcome.value : undefined;
}
