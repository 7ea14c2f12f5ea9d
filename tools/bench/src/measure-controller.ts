import { type ControllerRun, runAtPace, runController, type Size, type Steady } from './controller/run.ts';
import { quantile } from './controller/quantile.ts';
import type { Figures, Reading } from './figure.ts';

const FEW = { vms: 8000, limitMebibytes: 512, paced: 1000 };
const MANY = { vms: 100_000, limitMebibytes: 1024, paced: 10_000 };

/** The controller as it is deployed, with 8,000 VMs that each name an instance type and a preference, beside an API in a process of its own. */
export async function measureController(): Promise<Figures> {
  return await measure(FEW);
}

/** The same with 100,000 VMs. */
export async function measureController100k(): Promise<Figures> {
  return await measure(MANY);
}

async function measure({ paced, ...size }: typeof FEW): Promise<Figures> {
  const run = await runController(size);
  const { ms, share, writes } = await runAtPace(paced);
  const pace: Reading = { title: `controller at its usual pace of 200 requests/s: ${count(writes)} writes`, figures: [seconds(ms), `${share.toFixed(2)} x writes/QPS`], goal: '1.1 x' };
  return { readings: [...readingsOf(run, size), pace] };
}

function readingsOf(run: ControllerRun, { limitMebibytes }: Size): Reading[] {
  const { cold, first, again, steady } = run;
  const of = `controller of ${count(run.vms)} VMs in ${count(limitMebibytes)} MiB`;
  const requests = Object.entries(first.counts).filter(([what]) => !what.startsWith('watch ')).map(([what, times]) => `${count(times)} ${what.replace('.kubevirt.io', '').replace('.apps', '')}`);
  return [
    { title: `${of}: start until its caches are full`, figures: [seconds(cold.ms), `peak ${megabytes(cold.peakBytes)}`], goal: '4 s, 650 MB with 100,000' },
    { title: `${of}: first pass`, figures: [seconds(first.ms), `${count((3 * run.vms * 1000) / first.ms)} writes/s`, `peak ${megabytes(first.peakBytes)}`] },
    { title: `${of}: requests until then, but for watches`, figures: requests, goal: '3 writes a VM, no read' },
    ...steady.map((each) => steadyReading(of, each)),
    { title: `${of}: restart`, figures: [seconds(again.ms), `peak ${megabytes(again.peakBytes)}`, `${count(again.heapEach)} B/VM with two revisions`], goal: '3,200 B for the VM' },
    { title: `${of}: ${count(again.looks)} looks after the restart`, figures: [`${count(again.writes)} writes`, `${count(again.requests)} requests, with its watches`], goal: 'no write' },
  ];
}

function steadyReading(of: string, { perSecond, changes, reactions, queueMs, waited }: Steady): Reading {
  const { first, last } = reactions;
  const times = [`p50 ${ms(quantile(first, 0.5))}`, `p99 ${ms(quantile(first, 0.99))}`, `worst ${ms(quantile(first, 1))}`, `both writes p99 ${ms(quantile(last, 0.99))}`, `queue p99 <= ${queueMs} ms`, `others had its processor ${(100 * waited).toFixed(0)} %`];
  return { title: `${of}: ${count(changes)} changes at ${perSecond}/s, event to write`, figures: times, goal: perSecond === 100 ? 'p50 5 ms, p99 50 ms' : 'queue p99 250 ms' };
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function seconds(value: number): string {
  return `${(value / 1000).toFixed(2)} s`;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
