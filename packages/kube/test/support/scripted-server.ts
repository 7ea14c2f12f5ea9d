import type { ApiObject } from '../../src/resource.ts';
import type { Answer, Call, Transport } from '../../src/transport.ts';
import { ByteStream } from './byte-stream.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface SeenRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly watch: boolean;
}

/** What a test does to one request instead of answering it. Undefined: it is answered as it should be. */
export type Fault = (request: SeenRequest, stream: ByteStream) => Partial<Answer> | Error | 'hang' | undefined;

interface Watch {
  readonly stream: ByteStream;
  readonly bookmarks: boolean;
  at: number;
}

export const RESOURCE = { group: 'kubevirt.io', version: 'v1', plural: 'virtualmachines', kind: 'VirtualMachine', namespaced: true };

/** An API server of one resource that keeps the rules: versions that grow, pages, watches with bookmarks, streamed lists. */
export class ScriptedServer implements Transport {
  readonly requests: SeenRequest[] = [];
  readonly objects = new Map<string, ApiObject>();
  version = 100;
  fault: Fault = () => undefined;
  knowsWatchList = true;
  sendsBookmarks = true;
  ignoresLimit = false;
  /** The most that a page holds, whatever limit is asked for. */
  longestPage = Infinity;
  /** The pause between two pieces of a list, in ms. */
  slowness = 0;
  readonly #clock: VirtualClock;
  readonly #watches = new Set<Watch>();
  #held: string[] | undefined;
  readonly #snapshots = new Map<string, { readonly rest: ApiObject[]; readonly version: number }>();
  /** Since the storage is what it is. */
  readonly #log: string[] = [];
  #history: { readonly version: number; readonly type: string; readonly object: ApiObject }[] = [];
  #oldest = 0;
  #uid = 0;
  /** Bodies that are open. */
  open = 0;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  put(name: string, fields: Record<string, unknown> = {}, namespace = 'ns'): ApiObject {
    const key = `${namespace}/${name}`;
    const old = this.objects.get(key);
    this.version += 1;
    const metadata = { name, namespace, uid: old?.metadata?.uid ?? `uid-${++this.#uid}`, resourceVersion: String(this.version), managedFields: [{ manager: 'test' }] };
    const object = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata, ...fields } as ApiObject;
    this.objects.set(key, object);
    this.#happened(old ? 'MODIFIED' : 'ADDED', object);
    return object;
  }

  remove(name: string, namespace = 'ns'): void {
    const key = `${namespace}/${name}`;
    const old = this.objects.get(key);
    if (!old) return;
    this.objects.delete(key);
    this.version += 1;
    this.#happened('DELETED', { ...old, metadata: { ...old.metadata, resourceVersion: String(this.version) } } as ApiObject);
  }

  /** Forgets what has happened: watches from an older version are gone. */
  compact(): void {
    this.#history = [];
    this.#oldest = this.version;
  }

  /** Restores an older storage: versions go back, and open watches end. */
  restore(objects: ReadonlyMap<string, ApiObject>, version: number): void {
    this.objects.clear();
    for (const [key, object] of objects) this.objects.set(key, object);
    this.version = version;
    this.#history = [];
    this.#log.length = 0;
    this.#oldest = version;
    this.endWatches();
  }

  endWatches(error?: Error): void {
    for (const { stream } of this.#watches) {
      if (error) stream.fail(error);
      else stream.end();
    }
    this.#watches.clear();
  }

  /** Writes to every open watch. */
  write(text: string | Uint8Array): void {
    for (const { stream } of this.#watches) stream.write(text);
  }

  bookmark(): void {
    for (const watch of this.#watches) if (watch.bookmarks && this.version >= watch.at) watch.stream.write(line('BOOKMARK', bookmarkOf(this.version)));
  }

  /** Goes silent on every open watch, as a peer does whose machine has died. */
  mute(): void {
    this.#watches.clear();
  }

  /** Sends what happens in the other order. */
  reversed(happen: () => void): void {
    this.#held = [];
    happen();
    const lines = this.#held.reverse();
    this.#held = undefined;
    this.write(lines.join(''));
  }

  /** Sends something that has happened a second time.
   * @param choose gives an index below a length */
  repeat(choose: (length: number) => number): void {
    this.write(this.#log[choose(this.#log.length)] ?? '');
  }

  get watching(): number {
    return this.#watches.size;
  }

  async send(call: Call): Promise<Answer> {
    const url = new URL(call.path, 'http://server');
    const request: SeenRequest = { at: this.#clock.now(), method: call.method, path: url.pathname, query: url.searchParams, watch: url.searchParams.get('watch') === 'true' };
    this.requests.push(request);
    this.open += 1;
    const stream = new ByteStream(call.signal, () => (this.open -= 1));
    const fault = this.fault(request, stream);
    if (fault instanceof Error) {
      stream.discard();
      throw fault;
    }
    if (fault === 'hang') {
      await new Promise((_, reject) => {
        const abort = (): void => reject(call.signal.reason as Error);
        if (call.signal.aborted) abort();
        else call.signal.addEventListener('abort', abort, { once: true });
      });
    }
    if (fault !== undefined) return { contentType: 'application/json', status: 200, body: stream, ...(fault as Partial<Answer>) };
    return { status: request.watch ? this.#watch(url.searchParams, stream) : this.#list(url.searchParams, stream), contentType: 'application/json', body: stream };
  }

  #list(query: URLSearchParams, stream: ByteStream): number {
    const token = query.get('continue');
    const page = token === null ? { rest: [...this.objects.values()], version: this.version } : this.#snapshots.get(token);
    if (!page || (token !== null && page.version < this.#oldest)) return refuse(stream, 410, 'Expired');
    const limit = this.ignoresLimit || !query.has('limit') ? Infinity : Math.min(Number(query.get('limit')), this.longestPage);
    const items = page.rest.slice(0, limit);
    const rest = page.rest.slice(items.length);
    const next = rest.length > 0 ? `${page.version}-${rest.length}` : undefined;
    if (next) this.#snapshots.set(next, { rest, version: page.version });
    this.#send(stream, JSON.stringify({ kind: 'VirtualMachineList', apiVersion: 'kubevirt.io/v1', metadata: { resourceVersion: String(page.version), continue: next }, items }));
    return 200;
  }

  #send(stream: ByteStream, text: string, size: number = this.slowness > 0 ? Math.ceil(text.length / 3) : text.length): void {
    stream.write(text.slice(0, size));
    if (size >= text.length) stream.end();
    else if (!stream.closed) this.#clock.after(this.slowness, () => this.#send(stream, text.slice(size), size));
  }

  #watch(query: URLSearchParams, stream: ByteStream): number {
    const initial = query.get('sendInitialEvents') === 'true';
    if (initial && !this.knowsWatchList) return refuse(stream, 422, 'Invalid');
    const from = Number(query.get('resourceVersion') ?? this.version);
    if (!initial && from < this.#oldest) return refuse(stream, 410, 'Expired');
    const watch: Watch = { stream, bookmarks: query.get('allowWatchBookmarks') === 'true', at: initial ? this.version : from };
    if (initial) {
      for (const object of this.objects.values()) stream.write(line('ADDED', object));
      stream.write(line('BOOKMARK', bookmarkOf(this.version, true)));
    }
    for (const { version, type, object } of this.#history) if (version > watch.at) stream.write(line(type, object));
    this.#watches.add(watch);
    this.#every(watch, Number(query.get('timeoutSeconds') ?? 3600) * 1000);
    return 200;
  }

  #every(watch: Watch, left: number): void {
    this.#clock.after(Math.min(60_000, left), () => {
      if (!this.#watches.has(watch) || watch.stream.closed) {
        this.#watches.delete(watch);
        return;
      }
      if (left <= 60_000) {
        watch.stream.end();
        this.#watches.delete(watch);
        return;
      }
      if (this.sendsBookmarks && watch.bookmarks && this.version >= watch.at) watch.stream.write(line('BOOKMARK', bookmarkOf(this.version)));
      this.#every(watch, left - 60_000);
    });
  }

  #happened(type: string, object: ApiObject): void {
    const text = line(type, object);
    this.#history.push({ version: this.version, type, object });
    this.#log.push(text);
    for (const watch of this.#watches) if (this.version > watch.at && !this.#held) watch.stream.write(text);
    this.#held?.push(text);
  }
}

export function line(type: string, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}

export function bookmarkOf(version: number, endsInitialEvents = false): object {
  const annotations = endsInitialEvents ? { 'k8s.io/initial-events-end': 'true' } : undefined;
  return { kind: 'VirtualMachine', apiVersion: 'kubevirt.io/v1', metadata: { resourceVersion: String(version), annotations } };
}

export function refuse(stream: ByteStream, code: number, reason: string, message = reason): number {
  stream.write(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message }));
  stream.end();
  return code;
}
