import { openApi } from '../../src/open-api.ts';
import { type Cache, openCache } from '../../src/open-cache.ts';
import type { ApiObject } from '../../src/resource.ts';
import { Random } from '@instancetype-tools/random';
import { requestFaults } from './request-faults.ts';
import { line, RESOURCE, ScriptedServer } from './scripted-server.ts';
import { slowHandler, throwingHandler, View } from './views.ts';
import { VirtualClock } from './virtual-clock.ts';

/** After the last fault: two silences, the longest wait of each kind, and some. */
const RECOVERY_MS = 600_000;
/** Other objects of the storage that are written between a backup and the disaster: more than a schedule writes. */
const OTHER_WRITES = 100_000;
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** One run of a cache against an API server on which everything goes wrong, for a while. */
export class Schedule {
  readonly clock = new VirtualClock();
  readonly server = new ScriptedServer(this.clock);
  readonly cache: Cache;
  /** What was done, for whoever has to find out what went wrong. */
  readonly steps: string[] = [];
  readonly #random: Random;
  readonly #cacheClock = this.clock.part();
  readonly #strict = new View();
  readonly #tolerant = [new View(), new View()] as const;
  #broken = true;
  #backup: { readonly objects: ReadonlyMap<string, ApiObject>; readonly version: number } | undefined;
  #restored = false;

  constructor(seed: number) {
    const random = new Random(seed);
    this.#random = random;
    const { server, clock } = this;
    server.knowsWatchList = random.chance(0.6);
    server.longestPage = random.pick([1, 2, 3, Infinity]);
    server.ignoresLimit = random.chance(0.2);
    if (random.chance(0.3)) server.slowness = 2000;
    for (const name of NAMES) if (random.chance(0.6)) server.put(name, { spec: random.below(5) });
    const isBroken = (): boolean => this.#broken;
    this.cache = openCache(openApi(server, { clock: this.#cacheClock }), RESOURCE, {
      clock: this.#cacheClock,
      random: () => random.next(),
      freeze: true,
      watchList: random.chance(0.7),
      resyncMs: random.chance(0.2) ? 45_000 : 0,
      indexes: { spec: (object) => [String(object['spec'])] },
      onChange: [(change) => this.#strict.take(change), throwingHandler(this.#tolerant[0], random, isBroken), slowHandler(this.#tolerant[1], random, clock, isBroken)],
    });
  }

  /** Runs it, and gives what is wrong afterwards. */
  async run(): Promise<string[]> {
    const count = 5 + this.#random.below(35);
    for (let step = 0; step < count; step += 1) await this.#step();
    const stopsEarly = this.#random.chance(0.1);
    const problems = stopsEarly ? [] : await this.#recovered();
    await this.cache.stop();
    const { requests, open } = this.server;
    const [before, timers] = [requests.length, this.#cacheClock.timers];
    await this.clock.advance(RECOVERY_MS);
    const later = requests.length - before;
    if (open !== 0 || timers !== 0 || later !== 0) problems.push(`after the end, ${open} requests and ${timers} timers were left, and ${later} requests followed`);
    return problems;
  }

  async #recovered(): Promise<string[]> {
    const { server, clock, cache } = this;
    this.#broken = false;
    server.fault = () => undefined;
    server.sendsBookmarks = true;
    server.slowness = 0;
    await clock.advance(RECOVERY_MS);
    const model = told(server.objects);
    const status = cache.status();
    const problems = [...this.#strict.contradictions];
    if (!status.synced || status.error || status.waitingChanges > 0) problems.push(`it has not recovered: ${JSON.stringify(status)}`);
    const views = { 'the cache': listed(cache.list()), 'its index': listed([0, 1, 2, 3, 4, 5].flatMap((spec) => cache.byIndex('spec', String(spec)))) };
    const handlers = { 'a handler': this.#strict, 'a handler that throws': this.#tolerant[0], 'a handler that rejects': this.#tolerant[1] };
    for (const [name, view] of [...Object.entries(views), ...Object.entries(handlers).map(([name, { objects }]) => [name, told(objects)] as const)]) {
      if (view !== model) problems.push(`${name} has ${view}\n  and the cluster ${model}`);
    }
    return problems;
  }

  async #step(): Promise<void> {
    const kinds = Object.entries(this.#kinds());
    const [name, run] = this.#random.pick(kinds);
    this.steps.push(`${this.clock.now()} ${name}`);
    run();
    if (this.#random.chance(0.6)) await this.clock.advance(this.#random.pick([0, 0, 1, 900, 5000, 40_000, 200_000]));
  }

  #kinds(): Readonly<Record<string, () => void>> {
    const { server } = this;
    const random = this.#random;
    return {
      write: () => this.#write(),
      'write more': () => [1, 2, 3, 4].forEach(() => this.#write()),
      'write and send in the other order': () => server.reversed(() => [1, 2, 3].forEach(() => this.#write())),
      remove: () => server.remove(random.pick(NAMES)),
      'make anew': () => this.#makeAnew(),
      'make anew in a gap': () => (server.endWatches(), this.#makeAnew(), server.compact()),
      compact: () => server.compact(),
      'end watches': () => server.endWatches(),
      'reset connections': () => server.endWatches(new Error('ECONNRESET')),
      'go silent': () => server.mute(),
      'repeat an event': () => server.repeat((length) => random.below(length)),
      'half a line': () => (server.write('{"type":"ADDED","obj'), server.endWatches()),
      garbage: () => server.write(random.pick(['<html>\n', '{"type":"ADDED"}\n', '{}\n', 'null\n', '\ufffd{\n'])),
      'an error event': () => server.write(line('ERROR', { kind: 'Status', ...random.pick([{ code: 410, reason: 'Expired' }, { code: 500 }, { code: 429, details: { retryAfterSeconds: 3600 } }, {}]) })),
      'an object without metadata': () => server.write(line('MODIFIED', { kind: 'VirtualMachine' })),
      'another kind': () => server.write(line('ADDED', { kind: 'Table', metadata: { name: 'a', namespace: 'ns', resourceVersion: '99999999' } })),
      bookmark: () => server.bookmark(),
      'bookmarks on or off': () => (server.sendsBookmarks = random.chance(0.5)),
      'streamed lists on or off': () => (server.knowsWatchList = random.chance(0.5)),
      'slow lists': () => (server.slowness = random.pick([0, 100, 20_000, 70_000])),
      'requests fail': () => (server.fault = requestFaults(random)),
      'requests succeed': () => (server.fault = () => undefined),
      backup: () => this.#makeBackup(),
      restore: () => this.#restore(),
    };
  }

  #write(): void {
    this.server.put(this.#random.pick(NAMES), { spec: this.#random.below(5) });
  }

  #makeAnew(): void {
    const name = this.#random.pick(NAMES);
    this.server.remove(name);
    this.server.put(name, { spec: this.#random.below(5) });
  }

  #makeBackup(): void {
    if (this.#restored) return;
    this.#backup = { objects: new Map(this.server.objects), version: this.server.version };
    this.server.version += OTHER_WRITES;
  }

  // Once, and never so that versions come back to where they were: no client can notice that.
  #restore(): void {
    if (this.#restored || !this.#backup) return;
    this.#restored = true;
    this.server.restore(this.#backup.objects, this.#backup.version);
  }
}

function told(objects: ReadonlyMap<string, ApiObject>): string {
  return listed([...objects.values()]);
}

function listed(objects: readonly ApiObject[]): string {
  return objects.map(({ metadata, ...object }) => `${metadata?.name} ${metadata?.uid}@${metadata?.resourceVersion}=${String(object['spec'])}`).sort().join(', ');
}
