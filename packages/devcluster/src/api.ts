import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Asking, optionsOf } from './admission-review.ts';
import { readBody } from './body.ts';
import { deleteOptionsIn } from './deletion.ts';
import { discover } from './discovery.ts';
import { jsonAs, objectAs } from './entry.ts';
import { type FaultInjector, suffer } from './faults.ts';
import { type Identities, type User } from './identity.ts';
import { impersonated } from './impersonation.ts';
import { answerList } from './list.ts';
import { isObject } from './object.ts';
import { OPEN_API_PROTOBUF, openApiV2Protobuf, wantsOpenApiProtobuf } from './open-api.ts';
import { apiServiceFor, apiServices, type Proxy } from './proxy.ts';
import type { Authorizer } from './rbac.ts';
import type { RequestLog } from './request-log.ts';
import { requestInfo, type RequestInfo } from './request-info.ts';
import { apiVersionOf, qualifiedName, type ResourceTypes } from './resource.ts';
import { answerReview, requestToken } from './reviews.ts';
import { type Route, routeOf } from './route.ts';
import { fieldSelector, labelSelector } from './selector.ts';
import { badRequest, invalid, methodNotSupported, NoSuchPath, notFound, statusError, StatusError } from './status.ts';
import type { Store } from './store.ts';
import { tableJson, wantsTable } from './table.ts';
import { watch } from './watch.ts';
import type { Writer, Written } from './writer.ts';

/** The parts that answer requests. */
export interface Parts {
  readonly store: Store;
  readonly types: ResourceTypes;
  readonly writer: Writer;
  readonly identities: Identities;
  readonly authorizer: Authorizer;
  readonly proxy: Proxy;
  readonly log: RequestLog;
  readonly faults: FaultInjector | undefined;
  readonly bookmarkEvery: number;
  /** What ends each of the watches that are under way. */
  readonly underWay: Set<() => void>;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly info: RequestInfo;
  readonly user: User;
}

/** Answers one request.
 * @param parts what answers it
 * @param request the request
 * @param response where the answer goes */
export async function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const info = requestInfo(request.method ?? 'GET', url);
    const user = impersonated(parts.identities.of(request), request.headers, parts.authorizer);
    await logged(parts, { request, response, query: url.searchParams, info, user });
  } catch (error) {
    fail(response, error);
  }
}

async function logged(parts: Parts, exchange: Exchange): Promise<void> {
  const { info, user, response } = exchange;
  const resource = info.isResource ? withSubresource(qualifiedName({ group: info.group, plural: info.resource }), info) : info.path;
  const entry = { verb: info.verb, resource, namespace: info.resource === 'namespaces' && info.group === '' ? '' : info.namespace, name: info.name, user: user.username };
  parts.log.follow(entry, response);
  const fault = parts.faults?.(entry);
  if (fault) await suffer(fault, response);
  if (!response.destroyed) await authorized(parts, exchange);
}

async function authorized(parts: Parts, exchange: Exchange): Promise<void> {
  const { request, response, info, user } = exchange;
  const { verb, group, namespace, name, path } = info;
  parts.authorizer.check(user, info.isResource ? { verb, group, resource: withSubresource(info.resource, info), namespace, name } : { verb, group, resource: '', namespace, name, path });
  const services = apiServices(parts.store, parts.types);
  const service = apiServiceFor(path, services);
  if (service) return await parts.proxy.pass(service, user, request, response);
  const review = await answerReview(parts, info, user, () => readBody(request));
  if (review) return json(response, 201, review);
  if (info.isResource) return await resource(parts, exchange, routeOf(info, parts.types));
  if (path === '/openapi/v2' && wantsOpenApiProtobuf(request.headers.accept)) return void response.writeHead(200, { 'content-type': OPEN_API_PROTOBUF }).end(openApiV2Protobuf());
  const about = request.method === 'GET' || request.method === 'HEAD' ? discover(path, parts.types, services) : undefined;
  if (about === undefined) throw new NoSuchPath();
  if (typeof about === 'string') response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(about);
  else json(response, 200, about);
}

async function resource(parts: Parts, exchange: Exchange, to: Route): Promise<void> {
  const { request, response, query, info } = exchange;
  checkAcceptable(request.headers.accept);
  if (request.method === 'HEAD' && !to.type.custom) throw methodNotSupported(to.type, 'get');
  const asTable = wantsTable(request.headers.accept, to.type);
  switch (info.verb) {
    case 'watch':
      return await watch(parts.store, to, query, response, { bookmarkEvery: parts.bookmarkEvery, underWay: parts.underWay, asTable });
    case 'list':
      return await answerList(parts.store, to, query, response, asTable);
    case 'get':
      return read(parts.store, to, exchange, asTable);
    default:
      return await write(parts, exchange, to);
  }
}

function checkAcceptable(accept = '*/*'): void {
  const isRight = accept.split(',').some((range) => /^\s*(\*\/\*|application\/(\*|json))\s*(;|$)/.test(range));
  if (!isRight) throw statusError(406, 'NotAcceptable', '406: Not Acceptable\n\nAvailable representations: application/json', {});
}

function read(store: Store, { type, namespace, name }: Route, { response, query }: Exchange, asTable: boolean): void {
  const entry = store.get(type, namespace, name);
  if (!entry) throw notFound(type, name);
  const body = asTable ? tableJson(type, [entry], { resourceVersion: String(entry.version) }, query.get('includeObject') ?? '') : jsonAs(entry, type);
  response.writeHead(200, JSON_HEADERS).end(body);
}

async function write(parts: Parts, exchange: Exchange, to: Route): Promise<void> {
  const { request, response, query, info } = exchange;
  const { verb } = info;
  checkVerb(to, verb);
  const body = await readBody(request);
  if (to.subresource === 'token') return json(response, 201, requestToken(to, parts.store, parts.identities, body));
  const asking = askingOf(exchange, body);
  if (verb === 'deletecollection') return json(response, 200, await removeAll(parts, to, query, { body, asking }));
  const written = await perform(parts.writer, to, exchange, { body, asking });
  json(response, written.code, written.body);
}

function checkVerb(to: Route, verb: string): void {
  if (!hasVerb(to, verb)) throw methodNotSupported(to.type, verb);
  if (to.name === '' && CHANGES.includes(verb)) throw badRequest('name must be provided');
}

const CHANGES: readonly string[] = ['update', 'patch'];

function hasVerb({ type, name, subresource }: Route, verb: string): boolean {
  if (OPTIONS[verb] === undefined) return false;
  if (subresource !== '') return subresource === 'token' ? verb === 'create' : CHANGES.includes(verb);
  if (type.custom) return true;
  if (type.group === '' && type.kind === 'Namespace' && verb === 'deletecollection') return false;
  return name === '' ? !CHANGES.includes(verb) : verb !== 'create';
}

const OPTIONS: Readonly<Record<string, string>> = { create: 'CreateOptions', update: 'UpdateOptions', patch: 'PatchOptions', delete: 'DeleteOptions', deletecollection: 'DeleteOptions' };
const VALIDATIONS = ['Strict', 'Warn', 'Ignore'] as const;

function askingOf({ response, query, info, user }: Exchange, body: unknown): Asking {
  const kind = OPTIONS[info.verb] ?? '';
  const dryRun = isDryRun(kind, query, body);
  const wanted = query.get('fieldValidation') || 'Warn';
  const validation = VALIDATIONS.find((each) => each === wanted);
  if (!validation) throw invalidOption(kind, 'fieldValidation', JSON.stringify(wanted), '"", "Ignore", "Strict", "Warn"');
  const told = new Set<string>();
  const warn = (text: string): void => {
    if (!told.has(text) && !response.headersSent) response.appendHeader('warning', `299 - ${JSON.stringify(text)}`);
    told.add(text);
  };
  const given = info.verb.startsWith('delete') ? givenToDelete(query, body) : { fieldManager: query.get('fieldManager') ?? undefined, fieldValidation: query.get('fieldValidation') ?? undefined };
  return { user, dryRun, options: optionsOf(REVIEWED[kind] ?? kind, { ...given, ...(dryRun && { dryRun: ['All'] }) }), warn, validation };
}

function isDryRun(kind: string, query: URLSearchParams, body: unknown): boolean {
  const within = kind === 'DeleteOptions' && isObject(body) ? body['dryRun'] : undefined;
  const asked = [...query.getAll('dryRun'), ...(Array.isArray(within) ? within.map(String) : [])];
  if (asked.some((each) => each !== 'All')) throw invalidOption(kind, 'dryRun', JSON.stringify(asked), '"All"');
  return asked.length > 0;
}

// webhooks see a patch as an update
const REVIEWED: Readonly<Record<string, string>> = { PatchOptions: 'UpdateOptions' };

function givenToDelete(query: URLSearchParams, body: unknown): object {
  const { kind: _kind, apiVersion: _apiVersion, ...given } = isObject(body) ? body : { propagationPolicy: query.get('propagationPolicy') ?? undefined };
  return given;
}

function invalidOption(kind: string, field: string, value: string, allowed: string): StatusError {
  return invalid({ group: 'meta.k8s.io', kind }, '', [{ reason: 'FieldValueNotSupported', message: `Unsupported value: ${value}: supported values: ${allowed}`, field }]);
}

interface Sent {
  readonly body: unknown;
  readonly asking: Asking;
}

async function perform(writer: Writer, to: Route, { request, query, info }: Exchange, { body, asking }: Sent): Promise<Written> {
  if (info.verb === 'create') return await writer.create(to, body, asking);
  if (info.verb === 'update') return await writer.update(to, body, asking);
  if (info.verb === 'patch') return await writer.patch(to, (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '', body, asking);
  return await writer.remove(to, deleteOptionsIn(body, query), asking);
}

async function removeAll({ store, writer }: Parts, to: Route, query: URLSearchParams, { body, asking }: Sent): Promise<object> {
  const { type } = to;
  const [labels, fields] = [labelSelector(query.get('labelSelector') ?? ''), fieldSelector(query.get('fieldSelector') ?? '', type)];
  const resourceVersion = String(store.version);
  const entries = store.list(type, to.namespace).filter(({ object }) => labels(object) && fields(object));
  const options = deleteOptionsIn(body, query);
  for (const { object } of entries) await writer.remove({ ...to, name: object.metadata.name ?? '' }, options, asking).catch(unlessGone);
  return { kind: `${type.kind}List`, apiVersion: apiVersionOf(type), metadata: { ...(type.custom && { continue: '' }), resourceVersion }, items: entries.map((entry) => objectAs(entry, type)) };
}

function unlessGone(error: unknown): void {
  if (!(error instanceof StatusError && error.status.code === 404)) throw error;
}

function withSubresource(resource: string, { subresource }: RequestInfo): string {
  return subresource === '' ? resource : `${resource}/${subresource}`;
}

const JSON_HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-cache, private' };

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  if (error instanceof NoSuchPath) return void response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('404 page not found\n');
  const { status } = error instanceof StatusError ? error : statusError(500, 'InternalError', `Internal error occurred: ${error instanceof Error ? error.message : String(error)}`);
  json(response, status.code ?? 500, status);
}

function json(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, JSON_HEADERS).end(JSON.stringify(body));
}
