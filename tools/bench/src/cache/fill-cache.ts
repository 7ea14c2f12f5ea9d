// Fills one cache and prints what that took, as JSON: node --expose-gc fill-cache.ts URL COUNT pages|stream
import process from 'node:process';
import { connect, openApi, openCache, RESOURCES } from '@instancetype/kube';

const TICK_MS = 2;

const [, , server = '', count = '', way = 'stream'] = process.argv;
const resource = RESOURCES.VirtualMachine;
const gc = globalThis.gc;
if (!resource || !gc) throw new Error('Run it with --expose-gc.');

const connection = await connect({ server });
gc();
const before = heap();
let last = performance.now();
let stallMs = 0;
const ticks = setInterval(() => {
  const now = performance.now();
  stallMs = Math.max(stallMs, now - last - TICK_MS);
  last = now;
}, TICK_MS);

const start = performance.now();
last = start;
const cache = openCache(openApi(connection), resource, { watchList: way === 'stream' });
await cache.synced;
const ms = performance.now() - start;
// what is still due counts
await new Promise((resolve) => setTimeout(resolve, 5 * TICK_MS));
clearInterval(ticks);
if (cache.size !== Number(count)) throw new Error(`The cache holds ${cache.size} objects instead of ${count}.`);
const peakBytes = process.resourceUsage().maxRSS * 1024;
gc();
const heapEach = (heap() - before) / cache.size;
const { requests } = cache.status();
await cache.stop();
await connection.close();
console.log(JSON.stringify({ ms, stallMs, peakBytes, heapEach, requests }));

function heap(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
