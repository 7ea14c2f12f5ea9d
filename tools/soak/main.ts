// Lets the admitter and the controller work for a long time in a cluster that is often at fault: main.ts [--minutes 2] [--seed N]
import process from 'node:process';
import { parseArgs } from 'node:util';
import { soak } from './src/soak.ts';

const USAGE = 'usage: soak [--minutes 2] [--seed N]';
const LIMIT = 2 ** 32;

function refuse(message: string): never {
  console.error(`${message}\n${USAGE}`);
  process.exit(2);
}

function argumentsOf(): { readonly minutes: number; readonly seed: number } {
  try {
    const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
    const [minutes, seed] = [Number(values.minutes ?? 2), Number(values.seed ?? Math.floor(Math.random() * LIMIT))];
    if (!(minutes >= 1 && minutes <= 24 * 60)) return refuse('--minutes must be a number from 1 to 1440.');
    if (!Number.isInteger(seed) || seed < 0 || seed >= LIMIT) return refuse('--seed must be a whole number of up to ten digits.');
    return { minutes, seed };
  } catch (error) {
    return refuse((error as Error).message);
  }
}

const { minutes, seed } = argumentsOf();
console.log(`seed ${seed}, ${minutes} minutes`);
const started = performance.now();
const tell = (line: string): void => console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`);
const { problems, changes, faults, kills, lost, writes, vms, memory } = await soak({ seconds: minutes * 60, seed, tell });
const counted = (counts: Readonly<Record<string, number>>): string => Object.entries(counts).map(([what, count]) => `${count} ${what}`).join(', ');
console.log(`changes: ${counted(changes)}; ${vms} VMs at the end`);
console.log(`faults: ${faults} requests, ${kills} leaders killed, ${lost} Leases lost`);
console.log(`writes: ${counted(writes)}`);
for (const { name, seconds, rssBytes, heapBytes, rssSlope, codeSlope, heapSlope } of memory) {
  console.log(`memory of ${name}: ${mega(rssBytes)}, heap ${mega(heapBytes)}; over ${seconds.toFixed(0)} s it grew at a rate of ${mega(rssSlope)} per ten minutes, ${mega(codeSlope)} of them compiled code; its heap at ${mega(heapSlope)}`);
}
for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log('all is well');
else process.exitCode = 1;

function mega(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
