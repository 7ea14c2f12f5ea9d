import type { ServerResponse } from 'node:http';
import { type Entry, jsonAs } from './entry.ts';
import { drained } from './list.ts';
import { checkReached, versionOf, wantsInitialEvents } from './list-options.ts';
import { apiVersionOf, type ResourceType } from './resource.ts';
import type { Route } from './route.ts';
import { fieldSelector, labelSelector, type Selector } from './selector.ts';
import { expired, statusError, StatusError } from './status.ts';
import type { Store, StoreEvent } from './store.ts';
import { tableJson } from './table.ts';

/** How watches behave. */
export interface WatchOptions {
  /** Milliseconds between bookmarks. */
  readonly bookmarkEvery: number;
  /** Whether columns are asked for. */
  readonly asTable: boolean;
  /** What ends each of the watches that are under way. */
  readonly underWay: Set<() => void>;
}

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';
const UNREAD_LIMIT = 64 * 1024 * 1024;

/** Streams what happens to the objects of a type until the client goes, the asked time is over, or the server stops.
 * @param store the objects
 * @param route the type and namespace
 * @param query resourceVersion, selectors, timeoutSeconds, allowWatchBookmarks, sendInitialEvents
 * @param response where events are written
 * @param options how watches behave */
export async function watch(store: Store, route: Route, query: URLSearchParams, response: ServerResponse, options: WatchOptions): Promise<void> {
  const { type } = route;
  const isInitial = wantsInitialEvents(query);
  const version = watchVersion(query);
  const stream = new Stream(response, route, query, options);
  if (isInitial) checkReached(store, version);
  const begins = isInitial || version === 0;
  const missed = begins ? [] : store.since(type, version);
  stream.begin();
  if (missed === undefined) return stream.fail(JSON.stringify(expired(`too old resource version: ${version} (${store.forgotten})`).status));

  // what happens while the beginning is sent has to wait
  let waiting: StoreEvent[] | undefined = [...missed];
  const stopListening = store.listen((event) => {
    if (waiting) waiting.push(event);
    else if (event.version > version) stream.show(event);
  }, type);
  const timers = timersOf(store, query, stream, options);
  const end = (): void => stream.end();
  options.underWay.add(end);
  response.on('close', () => {
    stopListening();
    options.underWay.delete(end);
    for (const timer of timers) clearInterval(timer);
  });
  const now = store.version;
  if (begins) await stream.showAll(store.list(type, route.namespace));
  if (isInitial && stream.hasBookmarks) stream.bookmark(now, { [INITIAL_EVENTS_END]: 'true' });
  for (const event of waiting) {
    stream.show(event);
    await stream.ready();
  }
  waiting = undefined;
}

// the real server says otherwise here than for a list
function watchVersion(query: URLSearchParams): number {
  try {
    return versionOf(query) ?? 0;
  } catch (error) {
    throw error instanceof StatusError ? statusError(500, '', error.message.replace('invalid resource version: ', '')) : error;
  }
}

function timersOf(store: Store, query: URLSearchParams, stream: Stream, { bookmarkEvery }: WatchOptions): readonly NodeJS.Timeout[] {
  const seconds = Number(query.get('timeoutSeconds') ?? 0);
  return [
    ...(stream.hasBookmarks ? [setInterval(() => stream.bookmark(store.version), bookmarkEvery)] : []),
    ...(seconds > 0 ? [setTimeout(() => stream.end(), seconds * 1000)] : []),
  ];
}

/** The events of one watch on their way. */
class Stream {
  readonly hasBookmarks: boolean;
  readonly #response: ServerResponse;
  readonly #type: ResourceType;
  readonly #isSelected: Selector;
  readonly #render: (entry: Entry) => string;

  constructor(response: ServerResponse, { type, namespace }: Route, query: URLSearchParams, { asTable }: WatchOptions) {
    const [labels, fields] = [labelSelector(query.get('labelSelector') ?? ''), fieldSelector(query.get('fieldSelector') ?? '', type)];
    const include = query.get('includeObject') ?? '';
    this.#response = response;
    this.#type = type;
    this.#isSelected = (object) => (namespace === '' || object.metadata.namespace === namespace) && labels(object) && fields(object);
    this.#render = (entry) => (asTable ? tableJson(type, [entry], { resourceVersion: String(entry.version) }, include) : jsonAs(entry, type));
    this.hasBookmarks = query.get('allowWatchBookmarks') === 'true' || query.get('allowWatchBookmarks') === '1';
  }

  begin(): void {
    this.#response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
    this.#response.flushHeaders();
  }

  fail(status: string): void {
    this.#send('ERROR', status);
    this.#response.end();
  }

  end(): void {
    this.#response.end();
  }

  async showAll(entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) {
      if (this.#isSelected(entry.object)) this.#send('ADDED', this.#render(entry));
      await this.ready();
    }
  }

  /** An object that begins or ceases to be selected appears or disappears for this watch. */
  show({ type, entry, old }: StoreEvent): void {
    const [was, is] = [old !== undefined && this.#isSelected(old.object), this.#isSelected(entry.object)];
    if (type === 'DELETED') return was ? this.#send(type, this.#render(entry)) : undefined;
    if (is) return this.#send(was ? 'MODIFIED' : 'ADDED', this.#render(entry));
    // it is shown as it was when it was still selected, with the version at which it ceased to be
    if (old && was) this.#send('DELETED', this.#render(withVersion(old, entry.version)));
  }

  bookmark(version: number, annotations?: Readonly<Record<string, string>>): void {
    const metadata = { resourceVersion: String(version), ...(annotations && { annotations }) };
    this.#send('BOOKMARK', JSON.stringify({ kind: this.#type.kind, apiVersion: apiVersionOf(this.#type), metadata }));
  }

  /** Whether the reader takes more. */
  async ready(): Promise<void> {
    if (this.#response.writableNeedDrain && !this.#response.destroyed) await drained(this.#response);
  }

  #send(kind: string, json: string): void {
    if (this.#response.destroyed || this.#response.writableEnded) return;
    this.#response.write(`{"type":"${kind}","object":${json}}\n`);
    // somebody who does not read is cut off, and begins anew
    if (this.#response.writableLength > UNREAD_LIMIT) this.#response.destroy();
  }
}

function withVersion({ key, object }: Entry, version: number): Entry {
  const shown = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
  return { key, object: shown, json: JSON.stringify(shown), version };
}
