import type { ServerResponse } from 'node:http';
import { type Entry, jsonAs } from './entry.ts';
import { type ListOptions, checkReached, listOptions } from './list-options.ts';
import { apiVersionOf, type ResourceType } from './resource.ts';
import type { Route } from './route.ts';
import { fieldSelector, labelSelector, type Selector } from './selector.ts';
import { keyOf } from './shelf.ts';
import { badRequest, expired, StatusError } from './status.ts';
import type { Store } from './store.ts';
import { tableJson } from './table.ts';

interface Moment {
  readonly version: number;
  readonly entries: readonly Entry[];
  /** The key after which the page begins. */
  readonly after: string;
}

interface Page {
  readonly entries: readonly Entry[];
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string; readonly remainingItemCount?: number };
}

const CHUNK = 64 * 1024;
const TOKEN_VERSION = 'meta.k8s.io/v1';
const TOO_OLD =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
  'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

/** Writes a list, whole or a page of it. The pages of one list show one moment.
 * @param store where the objects are
 * @param route the type and namespace
 * @param query limit, continue, resourceVersion, selectors
 * @param response where it is written
 * @param asTable whether columns are asked for */
export async function answerList(store: Store, route: Route, query: URLSearchParams, response: ServerResponse, asTable: boolean): Promise<void> {
  const page = pageOf(store, route, query);
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  const { continue: token, ...metadata } = page.metadata;
  if (asTable) response.end(tableJson(route.type, page.entries, { ...metadata, ...(token && { continue: token }) }, query.get('includeObject') ?? ''));
  else await write(response, route.type, page);
}

function pageOf(store: Store, route: Route, query: URLSearchParams): Page {
  const { type } = route;
  const options = listOptions(query);
  const isSelected = selectorIn(query, type);
  const { version, entries, after } = momentOf(store, route, options);
  const begun = after === '' ? entries : entries.slice(firstAfter(entries, after));
  const rest = isSelected ? begun.filter(({ object }) => isSelected(object)) : begun;
  const page = rest.slice(0, options.limit || rest.length);
  const resourceVersion = String(version);
  // lists of custom kinds say that there is no more
  if (page.length === rest.length) return { entries: page, metadata: { ...(type.custom && { continue: '' }), resourceVersion } };
  if (version === store.version) store.keep(type, version);
  const token = tokenOf(version, page.at(-1)?.key ?? '');
  // how many more there are is not known of what is selected
  return { entries: page, metadata: { resourceVersion, continue: token, ...(!isSelected && { remainingItemCount: rest.length - page.length }) } };
}

// undefined where everything is asked for
function selectorIn(query: URLSearchParams, type: ResourceType): Selector | undefined {
  const [labels, fields] = [query.get('labelSelector') ?? '', query.get('fieldSelector') ?? ''];
  if (labels === '' && fields === '') return undefined;
  const [hasLabels, hasFields] = [labelSelector(labels), fieldSelector(fields, type)];
  return (object) => hasLabels(object) && hasFields(object);
}

function momentOf(store: Store, { type, namespace }: Route, options: ListOptions): Moment {
  if (options.continue !== '') return continued(store, type, namespace, options.continue);
  const { version = 0, match, limit } = options;
  checkReached(store, version);
  const isExact = match === 'Exact' || (version > 0 && limit > 0 && match === '');
  if (!isExact) return { version: store.version, entries: store.list(type, namespace), after: '' };
  const entries = store.listAt(type, namespace, version);
  if (!entries) throw expired('The resourceVersion for the provided list is too old.');
  return { version, entries, after: '' };
}

function continued(store: Store, type: ResourceType, namespace: string, text: string): Moment {
  const { rv, start } = tokenIn(text);
  // the rest of a list whose moment is forgotten, as it is now
  if (rv < 0) return { version: store.version, entries: store.list(type, namespace), after: start };
  const entries = store.listAt(type, namespace, rv);
  if (entries) return { version: rv, entries, after: start };
  const { status } = expired(TOO_OLD);
  throw new StatusError({ ...status, metadata: { continue: tokenOf(-1, start) } });
}

function tokenOf(version: number, key: string): string {
  return Buffer.from(JSON.stringify({ v: TOKEN_VERSION, rv: version, start: key.replace('\u0000', '/') })).toString('base64url');
}

function tokenIn(text: string): { readonly rv: number; readonly start: string } {
  try {
    const { v, rv, start } = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as { v?: unknown; rv?: unknown; start?: unknown };
    const [namespace, name] = typeof start === 'string' ? start.split('/') : [];
    if (v === TOKEN_VERSION && typeof rv === 'number' && namespace !== undefined && name !== undefined) return { rv, start: keyOf(namespace, name) };
  } catch {
    // said below
  }
  throw badRequest('invalid continue token: continue key is not valid: it is none that this server gave');
}

function firstAfter(entries: readonly Entry[], key: string): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.key ?? '') > key) high = middle;
    else low = middle + 1;
  }
  return low;
}

// in pieces, and only as fast as the reader takes them
async function write(response: ServerResponse, type: ResourceType, { entries, metadata }: Page): Promise<void> {
  const head = JSON.stringify({ kind: `${type.kind}List`, apiVersion: apiVersionOf(type), metadata });
  let chunk = `${head.slice(0, -1)},"items":[`;
  for (const [index, entry] of entries.entries()) {
    const json = itemJson(entry, type);
    chunk += index === 0 ? json : `,${json}`;
    if (chunk.length < CHUNK) continue;
    if (!response.write(chunk)) await drained(response);
    if (response.destroyed) return;
    chunk = '';
  }
  response.end(`${chunk}]}\n`);
}

// the items of Kubernetes' own lists do not repeat what they are
function itemJson(entry: Entry, type: ResourceType): string {
  if (type.custom) return jsonAs(entry, type);
  return `{${entry.json.slice(`{"apiVersion":"${apiVersionOf(type)}","kind":"${type.kind}",`.length)}`;
}

/** Waits until a response takes more, or is gone.
 * @param response the response */
export function drained(response: ServerResponse): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = (): void => {
    response.off('drain', done);
    response.off('close', done);
    resolve();
  };
  response.once('drain', done);
  response.once('close', done);
  return promise;
}
