import type { LoggedRequest, ObjectChange } from '@instancetype/devcluster';

/** An object as the cluster keeps it. */
export type Stored = ObjectChange['object'];

interface Counts {
  /** Changes of what is asked for. */
  asked: number;
  /** Changes of the status. */
  told: number;
}

const SOURCES: readonly string[] = ['VirtualMachineInstancetype', 'VirtualMachineClusterInstancetype', 'VirtualMachinePreference', 'VirtualMachineClusterPreference'];
const STATUS_PATCH = 'patch virtualmachines.kubevirt.io/status';
const WRITES: readonly string[] = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/** Everything that has happened in the cluster. */
export class Ledger {
  /** By uid. */
  readonly vms = new Map<string, Stored>();
  /** By namespace and name. */
  readonly revisions = new Map<string, Stored>();
  /** What instance types and preferences have been, as JSON of the spec by uid and generation. */
  readonly past = new Map<string, string>();
  /** What the controller has written, by verb and resource. */
  readonly writes = new Map<string, number>();
  readonly #problems: string[] = [];
  readonly #created = new Set<string>();
  readonly #counts = new Map<string, Counts>();
  #statuses = 0;

  /** Writes one after the other that were one too many. */
  problems(): string[] {
    const patches = this.writes.get(STATUS_PATCH) ?? 0;
    const idle = patches > this.#statuses ? [`${patches - this.#statuses} of ${patches} patches of statuses have changed nothing.`] : [];
    return [...this.#problems, ...idle];
  }

  /** How many writes of the controller there were. */
  get written(): number {
    return [...this.writes.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Takes down a change of an object. */
  see(change: ObjectChange): void {
    const { kind = '' } = change.object;
    if (kind === 'VirtualMachine') this.#seeVm(change);
    else if (kind === 'ControllerRevision') this.#seeRevision(change);
    else if (SOURCES.includes(kind)) this.past.set(versionOf(change.object), JSON.stringify(change.object['spec']));
  }

  /** Takes down requests.
   * @param user of whom */
  count(requests: readonly LoggedRequest[], user: string): void {
    for (const { verb, resource, code, user: who } of requests) {
      if (who !== user || !WRITES.includes(verb) || code < 200 || code > 299 || resource.startsWith('leases')) continue;
      const what = `${verb} ${resource}`;
      this.writes.set(what, (this.writes.get(what) ?? 0) + 1);
    }
  }

  #seeVm({ type, object, old }: ObjectChange): void {
    const { uid = '', generation, name } = object.metadata;
    if (type === 'DELETED') {
      this.vms.delete(uid);
      this.#counts.delete(uid);
      return;
    }
    this.vms.set(uid, object);
    const counts = this.#counts.get(uid) ?? { asked: 0, told: 0 };
    this.#counts.set(uid, counts);
    if (generation !== old?.metadata.generation) counts.asked += 1;
    else if (JSON.stringify(object['status']) !== JSON.stringify(old?.['status'])) {
      counts.told += 1;
      this.#statuses += 1;
      if (counts.told > counts.asked) this.#problems.push(`The status of ${name} was written for the ${counts.told}th time after it had been asked for something ${counts.asked} times.`);
    }
  }

  #seeRevision({ type, object }: ObjectChange): void {
    const key = `${object.metadata.namespace}/${object.metadata.name}`;
    if (type === 'DELETED') {
      this.revisions.delete(key);
      return;
    }
    this.revisions.set(key, object);
    // for a VM that is gone, of which the controller has not heard yet, the cluster takes them away
    const isWanted = object.metadata.ownerReferences?.some(({ uid = '' }) => this.vms.has(uid));
    if (type === 'ADDED' && isWanted && this.#created.has(key)) this.#problems.push(`The revision ${key} was created twice.`);
    this.#created.add(key);
  }
}

/** What stands for an object in one of its generations.
 * @param object with uid and generation */
export function versionOf({ metadata }: { readonly metadata?: { readonly uid?: string; readonly generation?: number } }): string {
  return `${metadata?.uid}/${metadata?.generation}`;
}
