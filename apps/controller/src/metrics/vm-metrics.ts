import type { ObjectRef, VirtualMachineLike } from '@instancetype/api';
import { vmInfo, vmResources } from '@instancetype/measure';
import { type Point, textOf } from './series-text.ts';

/** The VMs at hand. */
interface Vms {
  list(): readonly VirtualMachineLike[];
}

/** Looks up what is at hand: a scrape waits for nothing. */
interface Shelf {
  get(ref: ObjectRef): object | undefined;
}

/** What was said of a VM, and what it was said of. There is one for each VM: it is kept small. */
interface Said {
  readonly refs: readonly ObjectRef[];
  /** What was found there. */
  readonly objects: readonly (object | undefined)[];
  /** By family. */
  readonly texts: readonly string[];
}

const FAMILIES: readonly (readonly [name: string, help: string])[] = [
  ['kubevirt_vm_info', 'VMs, with their instance type and preference.'],
  ['kubevirt_vm_resource_requests', 'What a VM requests, with its instance type and preference.'],
  ['kubevirt_vm_resource_limits', 'The limits of a VM, with its instance type and preference.'],
];
/** Other work has its turn after so long. */
const SLICE_MS = 10;

/** Metrics of every VM with its instance type and preference, in Prometheus' text format (BEHAVIOUR 18).
 * @param vms those at hand
 * @param shelf instance types, preferences and revisions that are at hand
 * @returns makes the text. What was said of a VM is said again as long as nothing that it was said of has changed */
export function vmMetrics(vms: Vms, shelf: Shelf): () => Promise<string> {
  const memory = new WeakMap<VirtualMachineLike, Said>();
  const sayOf = (vm: VirtualMachineLike): Said => {
    const known = memory.get(vm);
    if (known?.refs.every((ref, index) => shelf.get(ref) === known.objects[index])) return known;
    const said = say(vm, shelf);
    memory.set(vm, said);
    return said;
  };
  return async () => {
    const lines = FAMILIES.map((): string[] => []);
    let began = performance.now();
    for (const vm of vms.list()) {
      for (const [family, text] of sayOf(vm).texts.entries()) lines[family]?.push(text);
      if (performance.now() - began < SLICE_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      began = performance.now();
    }
    return FAMILIES.map(([name, help], family) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines[family]?.join('')}`).join('');
  };
}

function say(vm: VirtualMachineLike, shelf: Shelf): Said {
  const [refs, objects]: [ObjectRef[], (object | undefined)[]] = [[], []];
  const noting: Shelf = {
    get(ref) {
      const object = shelf.get(ref);
      refs.push(ref);
      objects.push(object);
      return object;
    },
  };
  const points: readonly Point[] = [vmInfo(vm, noting), ...vmResources(vm, noting)];
  return { refs, objects, texts: FAMILIES.map(([family]) => textOf(points.filter(({ name }) => name === family))) };
}
