import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiProcess, type Counts, type Reactions, startApi } from './api-process.ts';
import { changeVms } from './change-vms.ts';
import { type ControllerProcess, startController } from './controller-process.ts';
import { bucketOf } from './quantile.ts';

/** So that the pace of requests is not what is measured. */
const UNPACED = ['--qps=100000', '--burst=100000'];
const WRITES_EACH = 3;
const STEADY_SECONDS = 30;
const LIMIT_MS = 15 * 60_000;
const LOOK_MS = 100;
const PREFIX = 'instancetype_controller_';

/** A controller at work on changes that come at a steady pace. */
export interface Steady {
  readonly perSecond: number;
  readonly changes: number;
  readonly reactions: Reactions;
  /** Below which 99 % of the VMs waited for a worker, in ms. */
  readonly queueMs: number;
  /** Which part of its time the controller waited for a processor that others had: 0 on a machine without other work. */
  readonly waited: number;
}

/** What one cluster of VMs has shown. */
export interface ControllerRun {
  readonly vms: number;
  /** From the start of the process until its caches were full, in ms, and the most memory that it took until then. */
  readonly cold: { readonly ms: number; readonly peakBytes: number };
  /** Until every VM had its revisions. */
  readonly first: { readonly ms: number; readonly counts: Counts; readonly peakBytes: number };
  readonly steady: readonly Steady[];
  /** The same cluster met again by another process. */
  readonly again: { readonly ms: number; readonly peakBytes: number; readonly writes: number; readonly requests: number; readonly looks: number; readonly heapEach: number };
}

/** How large a cluster is, and how much memory the controller may have for it. */
export interface Size {
  readonly vms: number;
  /** Of its container: with more the kernel would end it. */
  readonly limitMebibytes: number;
}

/** A cold start, a first pass, changes, and a restart.
 * @param size of the cluster
 * @throws where the controller does something else than it should */
export async function runController({ vms, limitMebibytes }: Size): Promise<ControllerRun> {
  const api = await startApi(vms);
  let running: ControllerProcess | undefined;
  try {
    // with nothing but the catalog in its caches
    running = await startController(api, ['--leader-election=false', '--vm-selector=nobody=here']);
    const emptyBytes = await running.heapBytes();
    await running.stop();
    running = await startController(api, UNPACED, limitMebibytes);
    const cold = { ms: running.readyMs, peakBytes: running.peakBytes() };
    await untilWritten(api, WRITES_EACH * vms);
    const ms = performance.now() - running.readyAt;
    await untilIdle(running);
    const first = { ms, counts: await api.counts(), peakBytes: running.peakBytes() };
    const steady = [await hold(api, running, { perSecond: 10, from: 0 }), await hold(api, running, { perSecond: 100, from: 10 * STEADY_SECONDS })];
    await running.stop();
    const before = await api.counts();
    running = await startController(api, [...UNPACED, '--resync=10s'], limitMebibytes);
    const { readyMs } = running;
    const looks = await untilLookedAt(running, 2 * vms);
    const after = await api.counts();
    const requests = difference(after, before);
    const peakBytes = running.peakBytes();
    const [once, more] = [writesIn(first.counts), writesIn(requests)];
    if (once !== WRITES_EACH * vms || more > 0) throw new Error(`The controller has made ${once} writes for ${vms} VMs, and ${more} after a restart.`);
    if (Math.max(first.peakBytes, peakBytes) > limitMebibytes * 2 ** 20) throw new Error(`The controller took ${Math.max(first.peakBytes, peakBytes)} bytes, which are more than ${limitMebibytes} MiB.`);
    const heapEach = ((await running.heapBytes()) - emptyBytes) / vms;
    const again = { ms: readyMs, peakBytes, writes: more, requests: sum(requests), looks, heapEach };
    return { vms, cold, first, steady, again };
  } finally {
    await running?.stop();
    await api.stop();
  }
}

/** How long it takes at the pace of its defaults, as a multiple of what that pace allows.
 * @param vms how many VMs it finds */
export async function runAtPace(vms: number): Promise<{ readonly ms: number; readonly share: number; readonly writes: number }> {
  const api = await startApi(vms);
  const controller = await startController(api, []);
  try {
    const writes = WRITES_EACH * vms;
    await untilWritten(api, writes);
    const ms = performance.now() - controller.readyAt;
    return { ms, writes, share: ms / ((writes * 1000) / 200) };
  } finally {
    await controller.stop();
    await api.stop();
  }
}

async function hold(api: ApiProcess, controller: ControllerProcess, { perSecond, from }: { readonly perSecond: number; readonly from: number }): Promise<Steady> {
  const [before, begun] = [await controller.metrics(), controller.times()];
  const changes = await changeVms(api, { perSecond, seconds: STEADY_SECONDS, from });
  const [first, last]: [number[], number[]] = [[], []];
  let open = Number.POSITIVE_INFINITY;
  for (const end = performance.now() + LIMIT_MS; last.length < changes; await sleep(LOOK_MS)) {
    const reactions = await api.reactions();
    first.push(...reactions.first);
    last.push(...reactions.last);
    open = reactions.open;
    if (performance.now() > end) throw new Error(`Of ${changes} changes ${open} were not answered.`);
  }
  const queueMs = 1000 * bucketOf(`${PREFIX}queue_wait_seconds`, [before, await controller.metrics()], 0.99);
  const { ran, waited } = controller.times();
  return { perSecond, changes, reactions: { first, last, open }, queueMs, waited: (waited - begun.waited) / (ran - begun.ran + waited - begun.waited) };
}

async function untilWritten(api: ApiProcess, writes: number): Promise<void> {
  for (const end = performance.now() + LIMIT_MS; ; await sleep(LOOK_MS)) {
    const written = writesIn(await api.counts());
    if (written > writes) throw new Error(`The controller has made ${written} writes instead of ${writes}.`);
    if (written === writes) return;
    if (performance.now() > end) throw new Error(`The controller has made ${written} of ${writes} writes.`);
  }
}

// what it wrote comes back to it, and some of that is looked at again
async function untilIdle(controller: ControllerProcess): Promise<void> {
  for (let quiet = 0; quiet < 10; await sleep(LOOK_MS)) {
    const metrics = await controller.metrics();
    const busy = ['queue_depth', 'queue_in_flight', 'queue_delayed'].some((figure) => metrics.get(`${PREFIX}${figure}`) !== 0);
    quiet = busy ? 0 : quiet + 1;
  }
}

async function untilLookedAt(controller: ControllerProcess, looks: number): Promise<number> {
  for (const end = performance.now() + LIMIT_MS; ; await sleep(LOOK_MS)) {
    const made = (await controller.metrics()).get(`${PREFIX}queue_runs_total`) ?? 0;
    if (made >= looks) return made;
    if (performance.now() > end) throw new Error(`The controller has looked at VMs ${made} times instead of ${looks}.`);
  }
}

function difference(after: Counts, before: Counts): Counts {
  return Object.fromEntries(Object.entries(after).map(([what, count]) => [what, count - (before[what] ?? 0)]));
}

function writesIn(counts: Counts): number {
  return sum(Object.fromEntries(Object.entries(counts).filter(([what]) => !/^(get|list|watch) /.test(what))));
}

function sum(counts: Counts): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
