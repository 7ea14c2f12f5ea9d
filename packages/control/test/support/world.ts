import { type Clock, type Elector, openElector } from '../../src/index.ts';
import { apiError, LeaseStore, type Stored } from './lease-store.ts';
import { settle } from './virtual-clock.ts';

/** What becomes of a request: it comes and is answered; it or its answer gets lost; the server fails, before or after it has written. */
export type Fate = 'answered' | 'request-lost' | 'answer-lost' | 'failed' | 'failed-after';

/** One request on its way. */
export interface Passage {
  readonly fate: Fate;
  /** How long it takes to the server, in ms, and its answer back. */
  readonly there: number;
  readonly back: number;
  /** How long the machine is stopped as soon as it has sent it, in ms. */
  readonly stopsFor?: number | undefined;
}

/** A machine that a replica runs on. */
export interface MachineSpec {
  /** Its milliseconds for each of the world's. */
  readonly rate: number;
  /** How far its clock on the wall is off, in ms. */
  readonly skew: number;
}

interface Event {
  readonly at: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** Machines with clocks of their own, a network that loses and delays, and one Lease. Time passes from event to event. */
export class World {
  now = 0;
  readonly store = new LeaseStore();
  readonly machines: readonly Machine[];
  /** When more than one replica might have written. */
  readonly overlaps: string[] = [];
  readonly #events: Event[] = [];
  readonly #passage: () => Passage;

  constructor(machines: readonly MachineSpec[], passage: () => Passage, random: () => number) {
    this.#passage = passage;
    this.machines = machines.map((spec, index) => new Machine(this, index, spec, random));
  }

  at(at: number, run: () => void): () => void {
    const event = { at: Math.max(at, this.now), run, cancelled: false };
    this.#events.push(event);
    return () => {
      event.cancelled = true;
    };
  }

  async runUntil(end: number): Promise<void> {
    await settle();
    for (;;) {
      const event = this.#next(end);
      if (!event) break;
      this.now = event.at;
      event.run();
      await settle();
      this.check();
    }
    this.now = end;
    this.check();
  }

  get leaders(): readonly Machine[] {
    return this.machines.filter((machine) => machine.canRun && machine.elector?.guard.mayWrite());
  }

  check(): void {
    const { leaders } = this;
    if (leaders.length > 1) this.overlaps.push(`at ${this.now}: ${leaders.map(({ index }) => index).join(' and ')}`);
  }

  /** A request of a machine. The answer waits where the machine is stopped. */
  send<T>(machine: Machine, serve: () => T): Promise<T> {
    const { fate, there, back, stopsFor = 0 } = this.#passage();
    if (stopsFor > 0) this.at(this.now, () => machine.stop());
    if (stopsFor > 0) this.at(this.now + stopsFor, () => machine.resume());
    return new Promise((resolve, reject) => {
      if (fate === 'request-lost') return;
      this.at(this.now + there, () => {
        let answer = (): void => reject(apiError('unavailable'));
        if (fate !== 'failed') {
          try {
            const served = serve();
            if (fate === 'answered') answer = () => resolve(served);
          } catch (error) {
            if (fate === 'answered') answer = () => reject(error);
          }
        }
        if (fate !== 'answer-lost') this.at(this.now + back, () => machine.deliver(answer));
      });
    });
  }

  #next(end: number): Event | undefined {
    let first = -1;
    for (let index = 0; index < this.#events.length; index += 1) {
      const event = this.#events[index] as Event;
      if (event.at <= end && !event.cancelled && (first < 0 || event.at < (this.#events[first] as Event).at)) first = index;
    }
    return first < 0 ? undefined : this.#events.splice(first, 1)[0];
  }
}

/** A machine with one replica on it, which is started again when it has ended. */
export class Machine implements Clock {
  readonly index: number;
  elector: Elector | undefined;
  /** Why its replicas lost the leadership. */
  readonly losses: string[] = [];
  /** When its replicas were elected. */
  readonly starts: number[] = [];
  #rate: number;
  #skew: number;
  #stopped = false;
  #dead = false;
  #backlog: (() => void)[] = [];
  readonly #world: World;
  readonly #random: () => number;

  constructor(world: World, index: number, { rate, skew }: MachineSpec, random: () => number) {
    this.#world = world;
    this.index = index;
    this.#rate = rate;
    this.#skew = skew;
    this.#random = random;
  }

  get canRun(): boolean {
    return !this.#stopped && !this.#dead;
  }

  start(): void {
    const { store } = this.#world;
    const api = {
      get: () => this.#world.send(this, () => store.get()),
      create: (_resource: unknown, lease: Stored) => this.#world.send(this, () => store.create(lease)),
      update: (_resource: unknown, lease: Stored) => this.#world.send(this, () => store.update(lease)),
    };
    this.elector = openElector(api, {
      namespace: 'kubevirt',
      name: 'controller',
      host: `machine-${this.index}`,
      clock: this,
      random: this.#random,
      onStart: (leading) => {
        this.starts.push(this.#world.now);
        if (leading.aborted || !this.elector?.guard.mayWrite()) this.#world.overlaps.push(`at ${this.#world.now}: ${this.index} starts what it may not do`);
      },
      onLost: (reason) => {
        this.losses.push(reason);
        this.after(1000, () => this.start());
      },
    });
  }

  now(): number {
    return 5000 * this.index + this.#world.now * this.#rate;
  }

  wall(): number {
    return Date.UTC(2026, 0, 31) + this.#world.now + this.#skew;
  }

  setWall(by: number): void {
    this.#skew += by;
  }

  after(ms: number, run: () => void): () => void {
    let cancelled = false;
    const cancel = this.#world.at(this.#world.now + ms / this.#rate, () => this.deliver(() => (cancelled ? undefined : run())));
    return () => {
      cancelled = true;
      cancel();
    };
  }

  pause(): Promise<void> {
    return Promise.resolve();
  }

  deliver(run: () => void): void {
    if (this.#stopped) this.#backlog.push(run);
    else if (!this.#dead) run();
  }

  /** As by SIGSTOP: nothing runs, the clock does. */
  stop(): void {
    this.#stopped = true;
  }

  /** As by SIGCONT: what has become due meanwhile runs, in whatever order. What it was about to write comes first. */
  resume(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#world.check();
    const backlog = this.#backlog;
    this.#backlog = [];
    while (backlog.length > 0) {
      const [run] = backlog.splice(Math.floor(this.#random() * backlog.length), 1);
      this.#world.at(this.#world.now, () => this.deliver(run as () => void));
    }
  }

  /** As by SIGKILL. */
  kill(): void {
    this.#dead = true;
  }
}
