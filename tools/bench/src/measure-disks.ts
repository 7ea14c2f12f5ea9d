import { catalogReader } from '@instancetype/catalog';
import { expand } from '@instancetype/expand';
import type { Figures } from './figure.ts';
import { interleave } from './interleave.ts';
import { virtualMachineWithDisks } from './virtual-machines.ts';

/** Expansion of one VM with very many disks, each of which is written: does the time for a disk stay the same? */
export function measureDisks(): Figures {
  const reader = catalogReader();
  const [few, many, most] = [1_000, 10_000, 20_000].map(virtualMachineWithDisks) as [Vm, Vm, Vm];
  const measured = interleave(
    {
      few: { items: 1, run: () => expand(few, reader) },
      many: { items: 1, run: () => expand(many, reader) },
      most: { items: 1, run: () => expand(most, reader) },
    },
    { counted: 15, warmup: 5 },
  );
  return {
    ratios: [
      { title: 'a VM with 10,000 disks: time against ten with 1,000', value: measured.ratio('many', 'few') / 10, shownAs: 'multiple', goal: 'about 1' },
      { title: 'a VM with 20,000 disks: time against two with 10,000', value: measured.ratio('most', 'many') / 2, shownAs: 'multiple', goal: 'about 1' },
    ],
    speeds: [
      { title: 'expand a VM with 1,000 disks', nanoseconds: measured.median('few'), things: 'VMs' },
      { title: 'expand a VM with 10,000 disks', nanoseconds: measured.median('many'), things: 'VMs', goal: '<= 100 ms' },
      { title: 'expand a VM with 20,000 disks', nanoseconds: measured.median('most'), things: 'VMs' },
    ],
  };
}

type Vm = ReturnType<typeof virtualMachineWithDisks>;
