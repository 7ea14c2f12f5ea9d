// The embedded Kubernetes API with many VMs in it, in a process of its own: it counts the requests of the controller, and stops the time
// between the change of a VM and what the controller writes because of it. Started by api-process.ts with the number of VMs.
import process from 'node:process';
import { instancetypes, preferences } from '@instancetype/catalog';
import { type ObjectChange, startDevCluster } from '@instancetype/devcluster';
import { virtualMachines } from '../virtual-machines.ts';
import type { ApiAnswer, ApiQuestion, Reactions } from './api-process.ts';

const CONTROLLER = 'controller';
const TENANTS = 40;
/** Before the log of the cluster is full. */
const COUNT_EVERY_MS = 500;

function* objectsFor(count: number): Generator<object> {
  for (let tenant = 0; tenant < TENANTS; tenant++) yield { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `tenant-${tenant}` } };
  yield* [...instancetypes(), ...preferences()];
  for (const vm of virtualMachines(count)) {
    const { resourceVersion: _version, uid: _uid, ...metadata } = vm.metadata ?? {};
    yield { ...vm, metadata };
  }
}

interface Metadata {
  readonly uid?: string;
  readonly generation?: number;
  readonly ownerReferences?: readonly { readonly uid?: string }[];
}

/** When VMs were changed, and what came of it. */
class Stopwatch {
  readonly #changed = new Map<string, { readonly at: number; isAnswered: boolean }>();
  #reactions: { first: number[]; last: number[] } = { first: [], last: [] };

  see({ type, object, old }: ObjectChange): void {
    const metadata: Metadata = object.metadata;
    const now = performance.now();
    if (object.kind === 'ControllerRevision') return this.#answer(metadata.ownerReferences?.[0]?.uid, now);
    if (object.kind !== 'VirtualMachine' || type !== 'MODIFIED') return;
    const { uid = '' } = metadata;
    if (metadata.generation !== (old?.metadata as Metadata).generation) {
      this.#changed.set(uid, { at: now, isAnswered: false });
      return;
    }
    const change = this.#changed.get(uid);
    if (!change) return;
    this.#answer(uid, now);
    this.#reactions.last.push(now - change.at);
    this.#changed.delete(uid);
  }

  /** Gives what there is, and begins anew. */
  take(): Reactions {
    const taken = this.#reactions;
    this.#reactions = { first: [], last: [] };
    return { ...taken, open: this.#changed.size };
  }

  #answer(uid: string | undefined, now: number): void {
    const change = this.#changed.get(uid ?? '');
    if (!change || change.isAnswered) return;
    change.isAnswered = true;
    this.#reactions.first.push(now - change.at);
  }
}

const stopwatch = new Stopwatch();
const cluster = await startDevCluster({ objects: objectsFor(Number(process.argv[2])), onChange: (change) => stopwatch.see(change) });
const counts: Record<string, number> = {};

function count(): void {
  for (const { user, verb, resource, code } of cluster.requests) {
    if (user !== CONTROLLER || resource.startsWith('leases')) continue;
    const what = `${verb} ${resource}${code > 299 ? ` (${code})` : ''}`;
    counts[what] = (counts[what] ?? 0) + 1;
  }
  cluster.clearRequests();
}

const timer = setInterval(count, COUNT_EVERY_MS);
process.on('message', (question: ApiQuestion) => {
  count();
  answer(question === 'reactions' ? { reactions: stopwatch.take() } : { counts });
});
process.on('disconnect', () => {
  clearInterval(timer);
  void cluster.close();
});
const controllerToken = cluster.tokenFor({ username: CONTROLLER, groups: ['system:masters'] });
answer({ url: cluster.url, ca: cluster.ca, token: cluster.token, controllerToken });

function answer(message: ApiAnswer): void {
  process.send?.(message);
}
