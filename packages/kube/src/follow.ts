import { isOlderVersion } from '@instancetype/api';
import { ApiError } from './api-error.ts';
import type { WatchQuery } from './open-api.ts';
import type { Replica } from './replica.ts';
import type { ApiObject } from './resource.ts';
import { type Source, WentBack } from './source.ts';
import { errorOfStatus } from './status-error.ts';
import type { WatchEvent } from './watch-stream.ts';

/** Two and a half times the pause between two bookmarks, which come every minute where nothing else does. */
const SILENCE_MS = 150_000;
/** Until the objects of a streamed list: an API server waits at most 3 s to be up to date. */
const STREAMED_LIST_SILENCE_MS = 10_000;
const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/** Follows the cluster from the version that the replica has, until the stream ends.
 * @param source what to follow
 * @param random a number from 0 up to 1 */
export async function follow<T extends ApiObject>(source: Source<T>, random: number): Promise<void> {
  await stream(source, { ...common(random), resourceVersion: source.replica.resourceVersion }, (event) => take(source, event), source.signal);
}

/** Reads everything as a stream and follows the cluster on the same stream, until that ends.
 * @param source what to read
 * @param random a number from 0 up to 1
 * @returns whether everything was read before the stream ended; a failure before that rejects, and so does one after it */
export async function followFromStart<T extends ApiObject>(source: Source<T>, random: number): Promise<boolean> {
  const { replica, clock, signal, resource } = source;
  const silence = new AbortController();
  const forward = (): void => silence.abort(signal.reason);
  const expire = (): void => silence.abort(new ApiError('timed-out', `The watch of ${resource.plural} does not send what exists.`));
  let cancel = clock.after(STREAMED_LIST_SILENCE_MS, expire);
  signal.addEventListener('abort', forward);
  let refill: ReturnType<Replica<T>['begin']> | undefined = replica.begin();
  const query: WatchQuery = { ...common(random), sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' };
  const gather = (event: WatchEvent): void | Promise<void> => {
    if (!refill) return take(source, event);
    cancel();
    if (!endsInitialEvents(event)) {
      // bookmarks come only later where the API server knows what it was asked for
      if (event.type === 'BOOKMARK') throw new ApiError('invalid', `The API server does not stream lists of ${resource.plural}.`);
      cancel = clock.after(STREAMED_LIST_SILENCE_MS, expire);
      return gatherOne(source, refill, event);
    }
    const whole = refill;
    refill = undefined;
    return fill(source, whole, event.object.metadata?.resourceVersion ?? '');
  };
  try {
    await stream(source, query, gather, silence.signal);
    return refill === undefined;
  } finally {
    cancel();
    signal.removeEventListener('abort', forward);
  }
}

// a random end, so that the watches of many clients do not all end together
function common(random: number): WatchQuery {
  return { allowWatchBookmarks: true, timeoutSeconds: 300 + Math.floor(random * 301) };
}

async function stream<T extends ApiObject>(source: Source<T>, query: WatchQuery, each: (event: WatchEvent) => void | Promise<void>, signal: AbortSignal): Promise<void> {
  const { api, resource, selection, counters, onLife } = source;
  counters.requests += 1;
  const onEvent = (event: WatchEvent): void | Promise<void> => {
    if (event.type === 'ERROR') throw errorOfStatus(event.object, `The watch of ${resource.plural}`);
    onLife();
    return each(event);
  };
  await api.watch(resource, { ...selection, ...query }, onEvent, { signal, timeoutMs: SILENCE_MS });
}

async function fill<T extends ApiObject>({ replica, signal, onFilled }: Source<T>, whole: ReturnType<Replica<T>['begin']>, version: string): Promise<void> {
  if (version === '') throw new ApiError('unavailable', 'The bookmark that ends the initial events has no resourceVersion.');
  await replica.replace(whole, version, signal);
  if (!signal.aborted) onFilled();
}

function gatherOne<T extends ApiObject>({ counters }: Source<T>, refill: ReturnType<Replica<T>['begin']>, { type, object }: WatchEvent): void {
  const known = type === 'DELETED' ? refill.remove(object) : refill.add(object);
  if (!known) counters.skippedEvents += 1;
}

function take<T extends ApiObject>({ replica, counters }: Source<T>, { type, object }: WatchEvent): void {
  if (type === 'BOOKMARK') {
    const version = object.metadata?.resourceVersion;
    if (!version) return;
    if (isOlderVersion(version, replica.resourceVersion)) throw new WentBack(version, replica.resourceVersion);
    replica.advance(version);
  } else if (type !== 'ERROR' && !replica.apply(type, object)) {
    counters.skippedEvents += 1;
  }
}

function endsInitialEvents({ type, object }: WatchEvent): boolean {
  return type === 'BOOKMARK' && object.metadata?.annotations?.[INITIAL_EVENTS_END] === 'true';
}
