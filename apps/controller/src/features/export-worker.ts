import type { ObjectRef, VirtualMachineLike } from '@instancetype/api';
import type { WorkResult } from '@instancetype/control';
import { valueAt } from '@instancetype/conflict';
import type { Cluster } from '@instancetype/defaults';
import { type ConfigMap, exportManifestAsync, manifestConfigMap } from '@instancetype/export';
import { type ApiObject, hasCode, RESOURCES } from '@instancetype/kube';
import { clientFor, type ClientParts, type VmClient, type WriteVerb } from '../cluster/guarded-client.ts';
import { nameIn } from '../vm/key.ts';
import type { Waits } from '../vm/waits.ts';
import { hostOf, sourceOf, vmOfSnapshot } from './export-source.ts';

/** The exports at hand. */
interface Exports {
  get(namespace: string, name: string): ApiObject | undefined;
}

/** What a worker is made of. */
export interface ExportWorkerParts {
  readonly exports: Exports;
  readonly client: Omit<ClientParts, 'revisionWrites' | 'vmWrites'>;
  readonly waits: Waits;
  readonly cluster: () => Cluster;
  /** The namespace of KubeVirt itself, where the certificates are; undefined where it is not installed. */
  readonly home: () => string | undefined;
  readonly onWrite: (verb: WriteVerb, kind: string) => void;
  readonly onExported: (key: string, vm: string) => void;
  /** Told why an export has no manifest. */
  readonly onProblem: (key: string, problem: string) => void;
}

/** After so long what belonged to a deleted export has been collected. */
const COLLECTED_MS = 60_000;
const UNHEARD = { expect: (): void => undefined };
/** Where KubeVirt keeps the certificates that exports are served with. */
const CERTIFICATES = { name: 'kubevirt-export-ca', key: 'ca-bundle' };

/** Works on one VirtualMachineExport at a time for each key of its queue: the manifest of its VM is kept in a ConfigMap, as it was when the
 * export was made (BEHAVIOUR 17.1). */
export class ExportWorker {
  readonly #parts: ExportWorkerParts;
  readonly #now: () => number;
  /** The uids of exports whose ConfigMap is there: it is created once, and kept as it is. */
  readonly #done = new Map<string, string>();
  /** Exports whose ConfigMap was there already, and may be that of an export of their name which was deleted; since when that is known. */
  readonly #found = new Map<string, { readonly uid: string | undefined; readonly since: number }>();

  /** @param parts of the process
   * @param now milliseconds that never jump */
  constructor(parts: ExportWorkerParts, now: () => number = () => performance.now()) {
    this.#parts = parts;
    this.#now = now;
  }

  /** Makes the ConfigMap of an export, as the queue's worker.
   * @param key the export's
   * @param signal aborted when the time is up */
  async work(key: string, signal: AbortSignal): Promise<WorkResult> {
    const { namespace, name } = nameIn(key);
    const object = this.#parts.exports.get(namespace, name);
    this.#parts.waits.settle(key);
    const source = object && sourceOf(object);
    if (!object || !source || object.metadata?.deletionTimestamp || this.#done.get(key) === object.metadata?.uid) return 'done';
    const errand = { key, signal, isWhole: false, onRead: (ref: ObjectRef) => this.#parts.waits.add(key, ref), onWrite: this.#parts.onWrite };
    const client = clientFor({ ...this.#parts.client, vmWrites: UNHEARD, revisionWrites: UNHEARD }, errand);
    const vmName = source.kind === 'VirtualMachine' ? source.name : await vmOf(client, { namespace, name: source.name });
    if (vmName === undefined) return this.#failed(key, `There is no VirtualMachineSnapshot "${source.name}" of a VM: create it, or name another one in spec.source`);
    const vm = await this.#vm(client, { namespace, name: vmName });
    if (!vm) return this.#failed(key, `There is no VirtualMachine "${vmName}": create it, or name another one in spec.source`);
    return await this.#export(object, vm, { key, client });
  }

  /** An export is gone.
   * @param key the export's */
  forget(key: string): void {
    this.#done.delete(key);
    this.#found.delete(key);
    this.#parts.waits.settle(key);
  }

  #failed(key: string, problem: string): WorkResult {
    this.#parts.onProblem(key, problem);
    return { failed: problem };
  }

  // one that comes later wakes the export up
  async #vm(client: VmClient, { namespace, name }: Named): Promise<VirtualMachineLike | undefined> {
    this.#parts.waits.add(client.key, { kind: 'VirtualMachine', namespace, name });
    return await client.readVm(name, namespace);
  }

  async #export(object: ApiObject, vm: VirtualMachineLike, { key, client }: { readonly key: string; readonly client: VmClient }): Promise<WorkResult> {
    const manifest = await exportManifestAsync(vm, client, { cluster: this.#parts.cluster() });
    if (!manifest.ok) {
      return this.#failed(key, manifest.causes.map((cause) => cause.message).join('; '));
    }
    const { name = '', namespace = '', uid } = (object.metadata ?? {}) as { readonly name?: string; readonly namespace?: string; readonly uid?: string };
    const internal = { host: hostOf(object), ca: await this.#certificates(client) };
    const map = manifestConfigMap(manifest.value, { name, namespace, uid, internal }, await this.#claims(namespace));
    const isMade = await keep(client, map);
    this.#parts.waits.settle(key);
    // one that is gone meanwhile is not told of again
    if (!this.#parts.exports.get(namespace, name)) return 'done';
    const leftMs = isMade ? 0 : this.#uncollectedMs(key, uid);
    if (leftMs > 0) return { afterMs: leftMs };
    this.#found.delete(key);
    this.#done.set(key, uid ?? '');
    this.#parts.onExported(key, vm.metadata?.name ?? '');
    return 'done';
  }

  /** How much longer what was found may be collected. What wakes the export up meanwhile, as its own status does, says nothing of that. */
  #uncollectedMs(key: string, uid: string | undefined): number {
    const [found, now] = [this.#found.get(key), this.#now()];
    const since = found?.uid === uid && found ? found.since : now;
    this.#found.set(key, { uid, since });
    return since + COLLECTED_MS - now;
  }

  async #certificates(client: VmClient): Promise<string> {
    const home = this.#parts.home();
    const map = home === undefined ? undefined : await client.get({ kind: 'ConfigMap', namespace: home, name: CERTIFICATES.name });
    const bundle = valueAt(map, `/data/${CERTIFICATES.key}`);
    return typeof bundle === 'string' ? bundle.trim() : '';
  }

  async #claims(namespace: string): Promise<readonly object[]> {
    const { api, pace, guard } = this.#parts.client;
    await pace(guard.leading);
    return (await api.list(RESOURCES.PersistentVolumeClaim, { namespace }, { signal: guard.leading })).items;
  }
}

interface Named {
  readonly namespace: string;
  readonly name: string;
}

async function vmOf(client: VmClient, { namespace, name }: Named): Promise<string | undefined> {
  const snapshot = await client.get({ kind: 'VirtualMachineSnapshot', namespace, name });
  return snapshot && vmOfSnapshot(snapshot);
}

/** What is there already is kept, whoever made it.
 * @returns whether it was made now */
async function keep(client: VmClient, map: ConfigMap): Promise<boolean> {
  try {
    await client.write('create', map.kind, (api, options) => api.create(RESOURCES.ConfigMap, map as unknown as ApiObject, options));
    return true;
  } catch (error) {
    if (!hasCode(error, 'already-exists')) throw error;
    return false;
  }
}
