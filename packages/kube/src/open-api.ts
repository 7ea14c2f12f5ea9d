import { showText } from '@instancetype/conflict';
import { ApiError } from './api-error.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Ask, askedOf, exchangeJson } from './exchange.ts';
import { type GuardedPatch, guardedBody, requireVersion } from './guarded-patch.ts';
import { listPage, type PageEnd } from './list-page.ts';
import { type ApiObject, type ApiResource, collectionPath, type Named, objectPath, type Query, withQuery } from './resource.ts';
import type { Transport } from './transport.ts';
import { errorOfJsonPatch } from './unmet-test.ts';
import { type WatchEvent, watchStream } from './watch-stream.ts';

/** Of one request. */
export interface RequestOptions {
  /** The longest silence: until the headers of the answer are there, and then from one piece of it to the next, in ms. */
  readonly timeoutMs?: number | undefined;
  /** Ends the request; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Of a request that writes. */
export interface WriteOptions extends RequestOptions {
  /** The cluster judges, and stores nothing. */
  readonly dryRun?: boolean | undefined;
  readonly fieldManager?: string | undefined;
}

/** Of a request that may write a part, for example `status`. */
export interface SubresourceOptions extends WriteOptions {
  readonly subresource?: string | undefined;
}

/** Of a deletion. */
export interface DeleteOptions extends RequestOptions {
  readonly dryRun?: boolean | undefined;
  /** Delete only the object of this uid. */
  readonly uid?: string | undefined;
  /** Remove only the object as it was at this version. */
  readonly resourceVersion?: string | undefined;
  readonly propagationPolicy?: 'Orphan' | 'Background' | 'Foreground' | undefined;
}

/** Which objects. */
export interface Selection {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/** Which page of a list. */
export interface ListQuery extends Selection {
  readonly limit?: number | undefined;
  readonly continue?: string | undefined;
  readonly resourceVersion?: string | undefined;
}

/** From where a watch starts, and what it sends. */
export interface WatchQuery extends Selection {
  readonly resourceVersion?: string | undefined;
  readonly resourceVersionMatch?: 'NotOlderThan' | undefined;
  readonly sendInitialEvents?: boolean | undefined;
  readonly allowWatchBookmarks?: boolean | undefined;
  readonly timeoutSeconds?: number | undefined;
}

/** One page of a list. */
export interface Page extends PageEnd {
  readonly items: readonly ApiObject[];
}

/** Requests to one cluster. Each rejects with an ApiError, or throws a TypeError for what must not be sent at all. */
export interface Api {
  get(resource: ApiResource, named: Named, options?: RequestOptions): Promise<ApiObject>;
  list(resource: ApiResource, query?: ListQuery, options?: RequestOptions): Promise<Page>;
  /** Hands the items of one page over as they come in. */
  listEach(resource: ApiResource, query: ListQuery, each: (item: ApiObject) => void, options?: RequestOptions): Promise<PageEnd>;
  /** Creates an object in the namespace that its metadata name. */
  create(resource: ApiResource, object: ApiObject, options?: WriteOptions): Promise<ApiObject>;
  /** Writes a whole object, which carries its resource version. */
  update(resource: ApiResource, object: ApiObject, options?: SubresourceOptions): Promise<ApiObject>;
  /** Changes an object that is still as its author has seen it. */
  patch(resource: ApiResource, named: Named, patch: GuardedPatch, options?: SubresourceOptions): Promise<ApiObject>;
  delete(resource: ApiResource, named: Named, options?: DeleteOptions): Promise<void>;
  /** Hands events over one after the other; resolves when the server ends the stream. The headers have to come within the time of
   * any request; `timeoutMs` is the longest silence after that. */
  watch(resource: ApiResource, query: WatchQuery, onEvent: (event: WatchEvent) => void | Promise<void>, options?: RequestOptions): Promise<void>;
}

const TIMEOUT_MS = 30_000;

/** Requests to a cluster.
 * @param transport what {@link connect} gives
 * @param options `timeoutMs`: limit of requests that name none, in ms (30,000); `clock`: for tests */
export function openApi(transport: Transport, { timeoutMs = TIMEOUT_MS, clock = systemClock }: { readonly timeoutMs?: number; readonly clock?: Clock } = {}): Api {
  const asking = (options: RequestOptions | undefined): Pick<Ask, 'timeoutMs' | 'signal'> => ({ timeoutMs: options?.timeoutMs ?? timeoutMs, signal: options?.signal });
  const send = async (ask: Ask): Promise<ApiObject> => objectOf(await exchangeJson(transport, clock, ask), ask);
  const write = (method: 'POST' | 'PUT', path: string, object: ApiObject, options?: WriteOptions): Promise<ApiObject> =>
    send({ method, path: withQuery(path, writing(options)), contentType: 'application/json', body: JSON.stringify(object), ...asking(options) });

  const api: Api = {
    get: async (resource, named, options) => ofKind(resource, await send({ method: 'GET', path: objectPath(resource, named), ...asking(options) })),
    async list(resource, query = {}, options = {}) {
      const items: ApiObject[] = [];
      const end = await api.listEach(resource, query, (item) => items.push(item), options);
      return { ...end, items };
    },
    listEach: async (resource, { namespace, ...query }, each, options) =>
      listPage(transport, clock, { method: 'GET', path: withQuery(collectionPath(resource, namespace), query as Query), ...asking(options) }, each),
    create: async (resource, object, options) => write('POST', collectionPath(resource, namespaceFor(resource, object)), object, options),
    async update(resource, object, options) {
      requireVersion(object, `An update of a ${resource.kind}`);
      return write('PUT', objectPath(resource, nameOf(object), options?.subresource), object, options);
    },
    async patch(resource, named, patch, options) {
      const path = withQuery(objectPath(resource, named, options?.subresource), writing(options));
      return send({ method: 'PATCH', path, ...guardedBody(patch), ...asking(options) }).catch((error: unknown) => {
        throw 'json' in patch ? errorOfJsonPatch(error) : error;
      });
    },
    async delete(resource, named, options = {}) {
      const { uid, resourceVersion, propagationPolicy, dryRun } = options;
      const preconditions = uid === undefined && resourceVersion === undefined ? undefined : { uid, resourceVersion };
      const body = JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', preconditions, propagationPolicy, dryRun: dryRun ? ['All'] : undefined });
      await exchangeJson(transport, clock, { method: 'DELETE', path: objectPath(resource, named), contentType: 'application/json', body, ...asking(options) });
    },
    watch: async (resource, { namespace, ...query }, onEvent, options) =>
      watchStream(transport, clock, { method: 'GET', path: withQuery(collectionPath(resource, namespace), { watch: true, ...query } as Query), headersTimeoutMs: timeoutMs, ...asking(options) }, onEvent),
  };
  return api;
}

function writing(options: WriteOptions | undefined): Query {
  return { dryRun: options?.dryRun ? 'All' : undefined, fieldManager: options?.fieldManager };
}

function nameOf({ metadata }: ApiObject): Named {
  return { name: metadata?.name ?? '', namespace: metadata?.namespace ?? undefined };
}

function namespaceFor(resource: ApiResource, { metadata }: ApiObject): string | undefined {
  if (resource.namespaced && !metadata?.namespace) throw new TypeError(`A ${resource.kind} needs metadata.namespace to be created.`);
  return metadata?.namespace ?? undefined;
}

// something in front of the API server may answer with tables, or with a Status that says that all is well
function ofKind({ kind }: ApiResource, object: ApiObject): ApiObject {
  if (object.kind === undefined || object.kind === kind) return object;
  throw new ApiError('unavailable', `A ${showText(String(object.kind))} came instead of a ${kind}: is something else in front of the API server?`);
}

function objectOf(answer: unknown, ask: Ask): ApiObject {
  if (typeof answer === 'object' && answer !== null && !Array.isArray(answer)) return answer as ApiObject;
  throw new ApiError('unavailable', `${askedOf(ask)} was not answered with an object`);
}
