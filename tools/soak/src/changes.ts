import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, type ApiObject, type GuardedPatch, hasCode, RESOURCES } from '@instancetype/kube';
import type { Ledger, Stored } from './ledger.ts';
import { anyInstancetype, anyPreference, anyVm, NAMESPACES, size } from './objects.ts';
import type { Random } from '@instancetype-tools/random';
import { resourceFor } from './world.ts';

/** So many VMs there are, more or less: the memory of who watches them has no reason to grow. */
const USUAL = 60;
const ATTEMPTS = 20;
const PAUSE_MS = 100;

/** Changes of all kinds, one at a time. */
export class Changes {
  readonly #api: Api;
  readonly #ledger: Ledger;
  readonly #random: Random;
  #number = 0;
  /** How many there were, by what they do. */
  readonly made: Record<string, number> = {};

  /** @param api meets no fault, but for connections that are cut
   * @param ledger knows what is there
   * @param random decides */
  constructor(api: Api, ledger: Ledger, random: Random) {
    [this.#api, this.#ledger, this.#random] = [api, ledger, random];
  }

  /** Makes one. */
  async next(): Promise<void> {
    const [what, change] = this.#choose();
    this.made[what] = (this.made[what] ?? 0) + 1;
    await again(change);
  }

  #choose(): readonly [string, () => Promise<unknown>] {
    const random = this.#random;
    const [share, vms] = [random.next(), [...this.#ledger.vms.values()]];
    const isCrowded = vms.length >= USUAL;
    if (vms.length < USUAL / 2 || share < (isCrowded ? 0.2 : 0.3)) {
      this.#number += 1;
      const vm = anyVm(`vm-${this.#number}`, random);
      return ['created', () => this.#api.create(resourceFor(vm), vm)];
    }
    const vm = random.pick(vms);
    if (share < 0.5) return ['deleted', () => this.#api.delete(resourceFor(vm as ApiObject), namedOf(vm), { uid: vm.metadata.uid })];
    if (share < 0.75) return ['given another instance type', () => this.#set(vm, 'instancetype', anyInstancetype(random))];
    if (share < 0.85) return ['given another preference', () => this.#set(vm, 'preference', anyPreference(random))];
    if (share < 0.95) return ['changed in its spec', () => this.#set(vm, 'runStrategy', random.pick(['Halted', 'Manual']))];
    return this.#resize(1 + random.below(8));
  }

  #resize(cpus: number): readonly [string, () => Promise<unknown>] {
    const isOwn = this.#random.below(2) === 0;
    const resource = RESOURCES[isOwn ? 'VirtualMachineInstancetype' : 'VirtualMachineClusterInstancetype']!;
    const named = isOwn ? { name: 'own', namespace: this.#random.pick(NAMESPACES) } : { name: this.#random.pick(['tiny', 'small', 'medium']) };
    return ['instance types changed', () => this.#api.patch(resource, named, patchOf([{ op: 'test', path: '/metadata/name', value: named.name }, { op: 'replace', path: '/spec', value: size(cpus) }]))];
  }

  #set(vm: Stored, field: string, value: unknown): Promise<unknown> {
    return this.#api.patch(RESOURCES.VirtualMachine, namedOf(vm), patchOf([{ op: 'test', path: '/metadata/uid', value: vm.metadata.uid }, { op: 'add', path: `/spec/${field}`, value }]));
  }
}

function namedOf({ metadata }: Stored): { readonly name: string; readonly namespace: string } {
  return { name: metadata.name ?? '', namespace: metadata.namespace ?? '' };
}

function patchOf(json: readonly object[]): GuardedPatch {
  return { json } as unknown as GuardedPatch;
}

/** Tries until it is done: a connection may be cut before the answer has come. */
async function again(change: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await change();
      return;
    } catch (error) {
      // an attempt whose answer was lost
      if (attempt > 1 && hasCode(error, 'already-exists', 'not-found', 'conflict')) return;
      if (attempt === ATTEMPTS || !hasCode(error, 'unavailable', 'timed-out')) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
