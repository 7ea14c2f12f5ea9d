import { setTimeout as sleep } from 'node:timers/promises';
import { Changes } from './changes.ts';
import { contentProblems } from './checks.ts';
import { memoryProblems, type MemorySample, slopeOf } from './memory.ts';
import type { Program } from './program.ts';
import { Random } from '@instancetype-tools/random';
import { openWorld, type World } from './world.ts';

/** How to soak. */
export interface SoakOptions {
  readonly seconds: number;
  /** Decides what is changed, and which requests meet a fault. */
  readonly seed: number;
  /** Told what happens. */
  readonly tell?: (line: string) => void;
}

/** What it came to. */
export interface Soaked {
  /** Empty where all is well. */
  readonly problems: readonly string[];
  readonly changes: Readonly<Record<string, number>>;
  readonly faults: number;
  readonly kills: number;
  /** Ends of a controller that had lost its Lease: Kubernetes starts it anew. */
  readonly lost: number;
  /** What the controller has written, by verb and resource. */
  readonly writes: Readonly<Record<string, number>>;
  /** VMs at the end. */
  readonly vms: number;
  readonly memory: readonly Weighed[];
}

/** The memory of one program, after it has warmed up. */
export interface Weighed {
  readonly name: string;
  readonly seconds: number;
  readonly rssBytes: number;
  readonly heapBytes: number;
  /** Bytes in ten minutes. */
  readonly rssSlope: number;
  /** How much of that is compiled code. */
  readonly codeSlope: number;
  readonly heapSlope: number;
}

const CHANGE_MS = 200;
const REPLICAS = 2;
/** The first part of the time is for kills; whoever leads after it does so to the end, and his memory is looked at. */
const KILLS_UNTIL = 1 / 3;
const MEMORY_FROM = 0.6;
const SETTLE_MS = 120_000;
const TEN_MINUTES = 600;

/** Lets both apps work in a cluster that is never at rest and often at fault, kills the leader now and then, and looks whether all is well at
 * the end.
 * @param options how long */
export async function soak({ seconds, seed, tell = () => undefined }: SoakOptions): Promise<Soaked> {
  const world = await openWorld(new Random(seed + 1));
  try {
    await world.startAdmitter();
    for (let replica = 0; replica < REPLICAS; replica++) world.startController();
    await leaderOf(world);
    tell('both apps are at work');
    const run = new Run(world, { seconds, seed, tell });
    const problems = await run.run();
    return { problems, ...run.figures() };
  } finally {
    await world.close();
  }
}

/** What is done now and then; times in seconds. */
interface Due {
  readonly every: number;
  next: number;
  readonly act: () => unknown;
}

class Run {
  readonly #world: World;
  readonly #options: Required<SoakOptions>;
  readonly #changes: Changes;
  readonly #begun = performance.now();
  #kills = 0;
  #lost = 0;

  constructor(world: World, options: Required<SoakOptions>) {
    [this.#world, this.#options] = [world, options];
    this.#changes = new Changes(world.api, world.ledger, new Random(options.seed));
  }

  async run(): Promise<string[]> {
    const { seconds, tell } = this.#options;
    const calendar = this.#calendar();
    while (this.#share() < 1) {
      await Promise.all([this.#changes.next(), sleep(CHANGE_MS)]);
      for (const due of calendar) if (due.next < this.#share() * seconds) await this.#act(due);
      await this.#revive();
    }
    tell(`${seconds} s are over, and the cluster is well again`);
    this.#world.faults.end();
    const settled = await this.#settle();
    return [...settled, ...this.#programProblems(), ...this.#memoryProblems(), ...(await this.#restartProblems())];
  }

  figures(): Omit<Soaked, 'problems'> {
    const { ledger, faults } = this.#world;
    const memory = this.#watched().map(([{ name }, samples]) => weighed(name, samples));
    return { changes: this.#changes.made, faults: faults.count, kills: this.#kills, lost: this.#lost, writes: Object.fromEntries(ledger.writes), vms: ledger.vms.size, memory };
  }

  async #act(due: Due): Promise<void> {
    due.next += due.every;
    await due.act();
  }

  /** Which part of the time is over. */
  #share(): number {
    return (performance.now() - this.#begun) / (this.#options.seconds * 1000);
  }

  #calendar(): Due[] {
    const { cluster } = this.#world;
    const compacted = (): void => {
      cluster.compact();
      cluster.disconnect();
    };
    const weigh = (): void => this.#alive().forEach((program) => program.weigh());
    const share = (this.#options.seconds * KILLS_UNTIL) / 8;
    return [
      { every: 22, act: () => cluster.disconnect() },
      { every: 48, act: compacted },
      { every: 2, act: weigh },
      { every: Math.max(12, share), act: () => this.#kill() },
    ].map((each) => ({ ...each, next: each.every }));
  }

  #alive(): Program[] {
    return this.#world.programs.filter(({ isAlive }) => isAlive);
  }

  async #kill(): Promise<void> {
    if (this.#share() > KILLS_UNTIL) return;
    const leader = leading(this.#world);
    if (!leader) return;
    this.#options.tell(`${leader.name}, which leads, is killed`);
    leader.kill('SIGKILL');
    await leader.ended;
    this.#kills += 1;
  }

  // as Kubernetes does
  async #revive(): Promise<void> {
    const controllers = this.#alive().filter(({ name }) => name.startsWith('controller'));
    if (controllers.length === REPLICAS) return;
    const { code } = (await this.#world.programs.findLast(({ isAlive, name }) => !isAlive && name.startsWith('controller'))?.ended) ?? { code: null };
    if (code !== null) this.#lost += 1;
    this.#world.startController();
  }

  async #settle(): Promise<string[]> {
    const { ledger } = this.#world;
    let problems: string[] = [];
    for (const end = performance.now() + SETTLE_MS; performance.now() < end; await sleep(CHANGE_MS)) {
      await this.#revive();
      problems = contentProblems(ledger);
      if (problems.length === 0) break;
    }
    this.#options.tell(problems.length === 0 ? 'every VM is as it has to be' : `after ${SETTLE_MS / 1000} s not every VM is as it has to be`);
    // whatever is still on its way would be one write too many
    await sleep(2000);
    return [...problems, ...contentProblems(ledger).filter((problem) => !problems.includes(problem)), ...ledger.problems()];
  }

  #programProblems(): string[] {
    const faulty = this.#world.programs.flatMap(({ name, complaints }) => complaints.map((complaint) => `${name} ${complaint}`));
    return [...faulty, ...(this.#alive().some(({ name }) => name.startsWith('admitter')) ? [] : ['The admitter has ended.'])];
  }

  /** Those that were at work from the end of the kills on: the admitter, and the controller that leads. */
  #watched(): readonly (readonly [Program, readonly MemorySample[]])[] {
    const from = (this.#begun + MEMORY_FROM * this.#options.seconds * 1000) / 1000;
    const until = this.#begun / 1000 + this.#options.seconds;
    const isWatched = (program: Program): boolean => program.startedAt < from && (program.name.startsWith('admitter') || program.lines.some(({ message }) => message === 'leading'));
    return this.#world.programs
      .filter((program) => isWatched(program) && (program.memory.at(-1)?.at ?? 0) > from + (until - from) / 2)
      .map((program) => [program, program.memory.filter(({ at }) => at >= from && at <= until)]);
  }

  #memoryProblems(): string[] {
    const watched = this.#watched();
    const missing = ['admitter', 'controller'].filter((app) => !watched.some(([{ name }]) => name.startsWith(app)));
    return [...missing.map((app) => `No ${app} lived long enough to tell whether its memory grows.`), ...watched.flatMap(([{ name }, samples]) => memoryProblems(name, samples))];
  }

  /** Others who begin anew find nothing to do. */
  async #restartProblems(): Promise<string[]> {
    const { ledger } = this.#world;
    const controllers = this.#alive().filter(({ name }) => name.startsWith('controller'));
    const before = controllers.filter(({ lines }) => lines.some(({ message }) => message === 'started'));
    for (const program of before) program.kill('SIGTERM');
    const ends = await Promise.all(before.map(({ ended }) => ended));
    // one that has hardly begun knows no signals yet
    for (const program of controllers) if (program.isAlive) program.kill('SIGKILL');
    const codes = ends.map(({ code }) => code);
    this.#options.tell('the controllers have ended, and another one begins anew');
    const written = ledger.written;
    this.#world.startController();
    await leaderOf(this.#world);
    await sleep(3000);
    return [
      ...(codes.every((code) => code === 0) ? [] : [`Of SIGTERM, controllers ended with the codes ${codes.join(' and ')}.`]),
      ...(ledger.written === written ? [] : [`A controller that began anew made ${ledger.written - written} writes, where everything was done.`]),
    ];
  }
}

function leading({ programs }: World): Program | undefined {
  return programs.findLast(({ isAlive, lines }) => isAlive && lines.some(({ message }) => message === 'leading'));
}

async function leaderOf(world: World): Promise<Program> {
  for (const end = performance.now() + SETTLE_MS; performance.now() < end; await sleep(100)) {
    const leader = leading(world);
    if (leader) return leader;
    if (!world.programs.some(({ isAlive }) => isAlive)) break;
  }
  throw new Error(`No controller leads: ${JSON.stringify(world.programs.map(({ lines, complaints }) => [...lines.slice(-2), ...complaints]))}`);
}

function weighed(name: string, samples: readonly MemorySample[]): Weighed {
  const last = samples.at(-1);
  const slope = (what: 'codeBytes' | 'heapBytes' | 'rssBytes'): number => slopeOf(samples.map((sample) => [sample.at, sample[what]])) * TEN_MINUTES;
  return { name, seconds: (last?.at ?? 0) - (samples[0]?.at ?? 0), rssBytes: last?.rssBytes ?? 0, heapBytes: last?.heapBytes ?? 0, rssSlope: slope('rssBytes'), codeSlope: slope('codeBytes'), heapSlope: slope('heapBytes') };
}
