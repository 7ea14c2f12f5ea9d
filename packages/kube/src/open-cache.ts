import { ApiError } from './api-error.ts';
import type { CacheStatus } from './cache-status.ts';
import type { Change, Handler } from './change.ts';
import { type Clock, systemClock } from './clock.ts';
import { Deliveries } from './deliveries.ts';
import type { Api } from './open-api.ts';
import { withoutBookkeeping } from './project.ts';
import { Reflector } from './reflector.ts';
import { Replica } from './replica.ts';
import type { ApiObject, ApiResource } from './resource.ts';
import type { Indexes } from './store.ts';

/** What a cache holds and whom it tells. */
export interface CacheOptions<T extends ApiObject> {
  /** Only the objects of one namespace. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** What is kept of an object. It keeps `name`, `namespace`, `uid` and `resourceVersion` of the metadata. An object for which it
   * throws is left out. Without it everything is kept but what only writers need ({@link withoutBookkeeping}). */
  readonly project?: ((object: ApiObject) => T) | undefined;
  /** By name, what gives the values under which an object is found. */
  readonly indexes?: Indexes<T> | undefined;
  readonly onChange?: Handler<T> | readonly Handler<T>[] | undefined;
  /** Tells of every object again after this time, in ms; never where it is 0 or unset. */
  readonly resyncMs?: number | undefined;
  /** Freezes what is kept, so that whoever changes it is found out: for tests. */
  readonly freeze?: boolean | undefined;
  /** Whether to read everything as a stream where the API server can do it (the default), or always as pages. */
  readonly watchList?: boolean | undefined;
  /** For tests. */
  readonly clock?: Clock | undefined;
  /** For tests: gives numbers from 0 up to 1. */
  readonly random?: (() => number) | undefined;
}

/** The objects of one kind as they are in the cluster, at hand. What it gives is shared: do not change it. */
export interface Cache<T extends ApiObject = ApiObject> {
  readonly resource: ApiResource;
  /** The one namespace of which it knows, if it knows of one only. */
  readonly namespace: string | undefined;
  readonly size: number;
  /** Resolves when everything is there and the handlers were told. Rejects only where the cache is stopped before. */
  readonly synced: Promise<void>;
  readonly isSynced: boolean;
  /** @param namespace undefined for objects of the cluster
   * @param name of the object */
  get(namespace: string | undefined, name: string): T | undefined;
  /** @param namespace undefined means all */
  list(namespace?: string): T[];
  /** Objects for which an index gives a value. Throws a TypeError for an index that there is not. */
  byIndex(index: string, value: string): T[];
  status(): CacheStatus;
  /** Ends it: no request, timer or listener is left. What it holds stays. */
  stop(): Promise<void>;
}

/** Opens a cache of one kind, which begins to fill at once. It never stops by itself, whatever the cluster answers: see
 * `status()` for how it is doing.
 * @param api requests to the cluster
 * @param resource the kind
 * @param options what it holds and whom it tells */
export function openCache<T extends ApiObject = ApiObject>(api: Api, resource: ApiResource, options: CacheOptions<T> = {}): Cache<T> {
  const { clock = systemClock, random = Math.random, indexes = {}, freeze = false, watchList = true } = options;
  const project = options.project ?? (withoutBookkeeping as (object: ApiObject) => T);
  let handlerErrors = 0;
  const onError = (): void => {
    handlerErrors += 1;
  };
  const handlers: readonly Handler<T>[] = options.onChange === undefined ? [] : [options.onChange].flat();
  const deliveries = handlers.map((handler) => new Deliveries(handler, clock, random, onError));
  const deliver = (change: Change<T>): void => {
    for (const each of deliveries) each.deliver(change);
  };
  const replica = new Replica<T>(resource, { project, indexes, freeze, clock, deliver, onError });
  const synced = Promise.withResolvers<void>();
  // whoever does not wait for it is not to be stopped by it
  synced.promise.catch(() => undefined);
  let isSynced = false;
  const onFilled = (): void => {
    isSynced = true;
    synced.resolve();
  };
  const { namespace, labelSelector, fieldSelector } = options;
  const reflector = new Reflector<T>({ api, resource, selection: { namespace, labelSelector, fieldSelector }, replica, watchList, clock, random, onFilled });
  const endResync = every(clock, options.resyncMs ?? 0, () => replica.resync(reflector.stopped));
  reflector.start();
  return {
    resource,
    namespace,
    synced: synced.promise,
    get isSynced() {
      return isSynced;
    },
    get size() {
      return replica.store.objects.size;
    },
    get: (inNamespace, name) => replica.store.objects.get({ namespace: inNamespace ?? '', name }),
    list: (inNamespace) => replica.store.objects.list(inNamespace),
    byIndex: (index, value) => replica.store.byIndex(index, value),
    status: () => ({
      synced: isSynced,
      stopped: reflector.stopped.aborted,
      objects: replica.store.objects.size,
      resourceVersion: replica.resourceVersion,
      lastEventAgeMs: reflector.lastEventAt === undefined ? undefined : clock.now() - reflector.lastEventAt,
      error: reflector.error && { code: reflector.error.code, message: reflector.error.message },
      ...reflector.counters,
      relists: { ...reflector.counters.relists },
      handlerErrors,
      waitingChanges: deliveries.reduce((sum, { waiting }) => sum + waiting, 0),
    }),
    async stop() {
      endResync();
      for (const each of deliveries) each.stop();
      await reflector.stop();
      synced.reject(new ApiError('unavailable', `The cache of ${resource.plural} was stopped before it held everything.`));
    },
  };
}

/** Waits until every cache holds everything; begin to work after that. Rejects where one of them is stopped before.
 * @param caches of a program */
export function synced(caches: readonly Pick<Cache, 'synced'>[]): Promise<void> {
  const all = Promise.all(caches.map((cache) => cache.synced)).then(() => undefined);
  // whoever stops waiting for it is not to be stopped by it
  all.catch(() => undefined);
  return all;
}

// one run is over before the next begins
function every(clock: Clock, ms: number, run: () => Promise<void>): () => void {
  if (!(ms > 0)) return () => undefined;
  let ended = false;
  let cancel = (): void => undefined;
  const next = (): void => {
    if (ended) return;
    cancel = clock.after(ms, () => void run().finally(next));
  };
  next();
  return () => {
    ended = true;
    cancel();
  };
}
