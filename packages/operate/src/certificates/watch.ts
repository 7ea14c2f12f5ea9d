import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';
import { type Clock, systemClock } from '../clock.ts';
import { lineOf } from '../fault.ts';

/** Something read from files that is read again when they change. What does not hold is not taken: the last good one stays. */
export interface Watched<Value> {
  /** The last good one. */
  readonly current: Value;
  /** When it ends to be of use: a certificate with itself, whatever the rest of its chain, a bundle with the last of its authorities. */
  readonly notAfter: Date;
  /** Why what is on disk now was not taken, or that what was taken has expired; undefined when all is well. */
  readonly problem: string | undefined;
  /** What has expired of that which comes with the current one, such as an old root in its chain; undefined when nothing has. */
  readonly warning: string | undefined;
  /** How often something new was taken, the first time included. */
  readonly loads: number;
  /** How often something new was refused. */
  readonly failures: number;
  /** Calls when something new was taken.
   * @param listener gets it
   * @returns ends that */
  onChange(listener: (value: Value) => void): () => void;
  /** Looks at the files now, rather than at the next turn. Never rejects. */
  refresh(): Promise<void>;
  /** Stops looking. */
  close(): void;
}

/** What is common to what is watched. */
export interface WatchOptions {
  /** How often the files are read when nothing tells of a change: 10 s by default. */
  readonly pollMs?: number;
  /** Gets why a change was not taken, once per change, in one line. */
  readonly onError?: (problem: string) => void;
  /** Gets each new warning, in one line; at the start too. */
  readonly onWarning?: (warning: string) => void;
  readonly clock?: Clock;
}

/** What was read and holds. */
export interface Loaded<Value> {
  readonly value: Value;
  readonly notAfter: Date;
  /** What comes with it, and may expire while it is still of use. */
  readonly others?: readonly { readonly name: string; readonly notAfter: Date }[];
  /** Differs when the files differ. */
  readonly text: string;
}

/** Where it is read from. */
export interface Source<Value> {
  readonly files: readonly string[];
  /** Reads the files, or throws an Error in one line. */
  load(): Promise<Loaded<Value>>;
}

const POLL_MS = 10_000;
// a file that is not replaced but written is whole a moment later
const SETTLE_MS = 200;
// one change is several events
const GATHER_MS = 50;

/** Reads something and reads it again when it changes: by a watch on the folders, since Kubernetes replaces a link beside the files,
 * and by a poll, since a watch may see nothing (on network file systems, or when the system has no more watches to give).
 * @param source where from
 * @param options how often, and whom to tell
 * @throws Error in one line when it does not hold at the start */
export async function watchSource<Value>(source: Source<Value>, options: WatchOptions = {}): Promise<Watched<Value>> {
  const watched = new WatchedSource(source, await source.load(), options);
  watched.start();
  return watched;
}

class WatchedSource<Value> implements Watched<Value> {
  readonly #source: Source<Value>;
  readonly #options: WatchOptions;
  readonly #clock: Clock;
  readonly #listeners = new Set<(value: Value) => void>();
  readonly #watchers: FSWatcher[] = [];
  #loaded: Loaded<Value>;
  #problem: string | undefined;
  #warned: string | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #closed = false;
  #cancelPoll: () => void = () => undefined;
  #cancelGather: (() => void) | undefined;
  loads = 1;
  failures = 0;

  constructor(source: Source<Value>, loaded: Loaded<Value>, options: WatchOptions) {
    this.#source = source;
    this.#loaded = loaded;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  get current(): Value {
    return this.#loaded.value;
  }

  get notAfter(): Date {
    return this.#loaded.notAfter;
  }

  get problem(): string | undefined {
    return this.#problem ?? (this.#hasExpired(this.#loaded) ? `${this.#source.files[0]} has expired on ${this.notAfter.toISOString()}` : undefined);
  }

  get warning(): string | undefined {
    const expired = (this.#loaded.others ?? []).filter((other) => this.#hasExpired(other));
    const lines = expired.map(({ name, notAfter }) => `${name} has expired on ${notAfter.toISOString()}`);
    return lines.length === 0 ? undefined : `${lines.join('; ')}: clients that need it for their trust cannot connect`;
  }

  start(): void {
    this.#warn();
    for (const folder of new Set(this.#source.files.map((file) => dirname(file)))) this.#watch(folder);
    this.#poll();
  }

  onChange(listener: (value: Value) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  refresh(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#turns().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  close(): void {
    this.#closed = true;
    this.#cancelPoll();
    this.#cancelGather?.();
    for (const watcher of this.#watchers) watcher.close();
    this.#listeners.clear();
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => {
        if (this.#closed) return;
        this.#cancelGather ??= this.#clock.after(GATHER_MS, () => {
          this.#cancelGather = undefined;
          void this.refresh();
        });
      });
      // the poll goes on
      watcher.on('error', () => watcher.close());
      this.#watchers.push(watcher);
    } catch {
      // the same
    }
  }

  #poll(): void {
    this.#cancelPoll = this.#clock.after(this.#options.pollMs ?? POLL_MS, () => {
      void this.refresh().then(() => {
        if (!this.#closed) this.#poll();
      });
    });
  }

  async #turns(): Promise<void> {
    // files that change while they are read are read once more
    while (this.#again && !this.#closed) {
      this.#again = false;
      await this.#look();
      if (!this.#closed) this.#warn();
    }
  }

  async #look(): Promise<void> {
    const first = await this.#try();
    if (first !== undefined && first !== this.#problem) await new Promise<void>((resolve) => this.#clock.after(SETTLE_MS, resolve));
    const problem = first === undefined ? undefined : await this.#try();
    const isNew = problem !== undefined && problem !== this.#problem && !this.#closed;
    this.#problem = problem;
    if (!isNew) return;
    this.failures += 1;
    this.#options.onError?.(problem);
  }

  /** Takes what is on disk if it is new and holds; else says why it was not taken. */
  async #try(): Promise<string | undefined> {
    try {
      const loaded = await this.#source.load();
      if (loaded.text === this.#loaded.text || this.#closed) return undefined;
      // an old file put back by mistake must not end what works
      if (this.#hasExpired(loaded) && !this.#hasExpired(this.#loaded)) return `the new ${this.#source.files[0]} has expired on ${loaded.notAfter.toISOString()}`;
      this.#loaded = loaded;
      this.loads += 1;
      this.#tell(loaded.value);
      return undefined;
    } catch (error) {
      return lineOf(error);
    }
  }

  #tell(value: Value): void {
    for (const listener of this.#listeners) {
      try {
        listener(value);
      } catch (error) {
        this.#options.onError?.(`what is new in ${this.#source.files[0]} could not be used: ${lineOf(error)}`);
      }
    }
  }

  #warn(): void {
    const { warning } = this;
    const isNew = warning !== undefined && warning !== this.#warned;
    this.#warned = warning;
    if (isNew) this.#options.onWarning?.(warning);
  }

  #hasExpired({ notAfter }: Pick<Loaded<Value>, 'notAfter'>): boolean {
    return notAfter.getTime() <= this.#clock.wall();
  }
}
