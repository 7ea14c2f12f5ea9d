import type { ObjectRef } from '@instancetype/api';

/** Which VMs wait for which objects: those that their last pass looked at and failed over. When such an object appears or changes, they are
 * looked at at once. */
export class Waits {
  readonly #byObject = new Map<string, Set<string>>();
  readonly #byVm = new Map<string, Set<string>>();

  /** How many VMs wait. */
  get size(): number {
    return this.#byVm.size;
  }

  /** A pass looks at an object. What changes from now on is not missed.
   * @param vm the VM's key
   * @param ref the object */
  add(vm: string, ref: ObjectRef): void {
    const object = keyOf(ref);
    entry(this.#byObject, object).add(vm);
    entry(this.#byVm, vm).add(object);
  }

  /** The VM waits for nothing: its pass went well, or it is gone, or the next pass begins.
   * @param vm the VM's key */
  settle(vm: string): void {
    for (const object of this.#byVm.get(vm) ?? []) {
      const waiting = this.#byObject.get(object);
      waiting?.delete(vm);
      if (waiting?.size === 0) this.#byObject.delete(object);
    }
    this.#byVm.delete(vm);
  }

  /** The keys of the VMs that wait for an object.
   * @param ref the object */
  for(ref: ObjectRef): Iterable<string> {
    return this.#byObject.get(keyOf(ref)) ?? [];
  }
}

function keyOf({ kind, namespace = '', name }: ObjectRef): string {
  return `${kind}/${namespace}/${name}`;
}

function entry(map: Map<string, Set<string>>, key: string): Set<string> {
  const known = map.get(key);
  if (known) return known;
  const made = new Set<string>();
  map.set(key, made);
  return made;
}
