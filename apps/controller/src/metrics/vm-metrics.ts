import type { ObjectRef, VirtualMachineInstanceLike, VirtualMachineLike } from '@instancetype/api';
import { vmiInfo, vmInfo, vmResources } from '@instancetype/measure';
import { type Point, textOf } from './series-text.ts';

/** What is at hand, and told of. */
export interface Measured {
  readonly vms: { list(): readonly VirtualMachineLike[] };
  readonly instances: { list(): readonly VirtualMachineInstanceLike[] };
}

/** Looks up what is at hand: a scrape waits for nothing. */
interface Shelf {
  get(ref: ObjectRef): object | undefined;
}

/** Says what there is to say of a VM or an instance. */
type Say<T> = (object: T, shelf: Shelf) => readonly Point[];

/** What was said of an object, and what it was said of. There is one for each VM: it is kept small. */
interface Said {
  readonly refs: readonly ObjectRef[];
  /** What was found there. */
  readonly objects: readonly (object | undefined)[];
  /** By family. */
  readonly texts: readonly string[];
}

type Families = readonly (readonly [name: string, help: string])[];

const OF_VMS: Families = [
  ['kubevirt_vm_info', 'VMs, with their instance type and preference.'],
  ['kubevirt_vm_resource_requests', 'What a VM requests, with its instance type and preference.'],
  ['kubevirt_vm_resource_limits', 'The limits of a VM, with its instance type and preference.'],
];
const OF_INSTANCES: Families = [['kubevirt_vmi_info', 'Instances of VMs, with the instance type and the preference that were applied to them.']];
/** Other work has its turn after so long. */
const SLICE_MS = 10;

/** Metrics of every VM with its instance type and preference, and of every instance of one, in Prometheus' text format (BEHAVIOUR 18).
 * @param measured what is told of
 * @param shelf instance types, preferences and revisions that are at hand
 * @returns makes the text. What was said of an object is said again as long as nothing that it was said of has changed */
export function vmMetrics({ vms, instances }: Measured, shelf: Shelf): () => Promise<string> {
  const ofVms = teller<VirtualMachineLike>(OF_VMS, (vm, noting) => [vmInfo(vm, noting), ...vmResources(vm, noting)], shelf);
  const ofInstances = teller<VirtualMachineInstanceLike>(OF_INSTANCES, (vmi, noting) => [vmiInfo(vmi, noting)], shelf);
  return async () => (await ofVms(vms.list())) + (await ofInstances(instances.list()));
}

function teller<T extends object>(families: Families, say: Say<T>, shelf: Shelf): (objects: readonly T[]) => Promise<string> {
  const memory = new WeakMap<T, Said>();
  const sayOf = (object: T): Said => {
    const known = memory.get(object);
    if (known?.refs.every((ref, index) => shelf.get(ref) === known.objects[index])) return known;
    const said = noted(object, families, say, shelf);
    memory.set(object, said);
    return said;
  };
  return async (objects) => {
    const lines = families.map((): string[] => []);
    let began = performance.now();
    for (const object of objects) {
      for (const [family, text] of sayOf(object).texts.entries()) lines[family]?.push(text);
      if (performance.now() - began < SLICE_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      began = performance.now();
    }
    return families.map(([name, help], family) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines[family]?.join('')}`).join('');
  };
}

function noted<T>(object: T, families: Families, say: Say<T>, shelf: Shelf): Said {
  const [refs, objects]: [ObjectRef[], (object | undefined)[]] = [[], []];
  const points = say(object, {
    get(ref) {
      const found = shelf.get(ref);
      refs.push(ref);
      objects.push(found);
      return found;
    },
  });
  return { refs, objects, texts: families.map(([family]) => textOf(points.filter(({ name }) => name === family))) };
}
