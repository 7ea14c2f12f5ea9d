import { createServer as createPlainServer, type Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { Admission } from './admission.ts';
import type { Asking } from './admission-review.ts';
import { answer, type Parts } from './api.ts';
import { bootstrapObjects, type Bootstrapped } from './bootstrap.ts';
import { type Certificates, issueCertificates } from './certificates.ts';
import { collectGarbage } from './collector.ts';
import { CUSTOM_DEFINITIONS } from './custom-kinds.ts';
import { followDefinitions } from './definitions.ts';
import type { FaultInjector } from './faults.ts';
import { Identities, MASTERS, type User } from './identity.ts';
import { kubeconfigOf } from './kubeconfig.ts';
import type { ApiObject } from './object.ts';
import { Proxy } from './proxy.ts';
import { Authorizer } from './rbac.ts';
import { type LoggedRequest, RequestLog } from './request-log.ts';
import { apiVersionOf, BUILT_IN, ResourceTypes } from './resource.ts';
import { Store } from './store.ts';
import { type Services, WebhookCaller } from './webhook-call.ts';
import { Writer } from './writer.ts';

/** How to start a cluster. */
export interface DevClusterOptions {
  /** The port; a free one where it is not given. */
  readonly port?: number | undefined;
  /** Whether to serve over TLS, as a real API server does; on by default. */
  readonly tls?: boolean | undefined;
  /** Where services can be reached that webhooks and APIServices name. */
  readonly services?: Services | undefined;
  /** Objects that are there from the start, as if somebody had created them one after the other: a namespace before what is in it. Much
   * faster than requests for very many. */
  readonly objects?: Iterable<object> | undefined;
  /** Told of every change of an object at the moment at which watchers are, for tests. */
  readonly onChange?: ((change: ObjectChange) => void) | undefined;
  /** Decides on a fault for each request, for tests. */
  readonly faults?: FaultInjector | undefined;
  /** How many events are remembered; a watch from before them gets 410. */
  readonly historySize?: number | undefined;
  /** Milliseconds between bookmarks. */
  readonly bookmarkEvery?: number | undefined;
}

/** A change of an object. */
export interface ObjectChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** As it is now; where it is gone, as it was last. Not to be changed. */
  readonly object: ApiObject;
  /** As it was before; undefined where it is new. */
  readonly old: ApiObject | undefined;
}

/** A running cluster. */
export interface DevCluster {
  readonly url: string;
  /** PEM; empty without TLS. */
  readonly ca: string;
  /** A token that may do everything. */
  readonly token: string;
  /** A kubeconfig with that token, as JSON (which is YAML). */
  readonly kubeconfig: string;
  /** The requests that were answered, oldest first; 0 is the code of those whose connection was cut. */
  readonly requests: readonly LoggedRequest[];
  /** Forgets them. */
  clearRequests(): void;
  /** Makes a token for a user.
   * @param user who, in which groups */
  tokenFor(user: User): string;
  /** Makes a client certificate for a user, by which the cluster knows him instead; it serves TLS.
   * @param user who, in which groups */
  certificateFor(user: User): Promise<Certificates>;
  /** Makes a token invalid.
   * @param token from `tokenFor`, or of a service account */
  revoke(token: string): void;
  /** Tells where a service can be reached from now on.
   * @param service `namespace/name`
   * @param address `host:port` */
  serve(service: string, address: string): void;
  /** Forgets all events and begun pages, as if the store had been compacted: whoever watches from before gets 410. */
  compact(): void;
  /** Ends all watches, as a server does when their time is over; other requests go on. */
  endWatches(): void;
  /** Cuts all connections. */
  disconnect(): void;
  /** Ends everything. */
  close(): Promise<void>;
}

const HISTORY = 50_000;
const BOOKMARK_EVERY = 60_000;
const ADMIN: User = { username: 'admin', groups: [MASTERS] };
const AT_START: Asking = { user: ADMIN, dryRun: false, options: {}, warn: () => undefined, validation: 'Strict' };

/** Starts a Kubernetes API in this process. It keeps its objects in memory and is for demonstrations and tests only.
 * @param options how */
export async function startDevCluster(options: DevClusterOptions = {}): Promise<DevCluster> {
  const services: Record<string, string> = { ...options.services };
  const [store, types, identities, log] = [new Store(options.historySize ?? HISTORY), new ResourceTypes(BUILT_IN), new Identities(), new RequestLog()];
  const caller = new WebhookCaller(() => services);
  const writer = new Writer(store, types, new Admission(store, types, caller), () => new Date());
  const stops = [followDefinitions(store, types), collectGarbage(store, types)];
  const token = identities.issue(ADMIN);
  const certificates = options.tls === false ? undefined : await issueCertificates({ hosts: ['localhost', '127.0.0.1', 'kubernetes.default.svc'] });
  const front = await issueCertificates({ hosts: [], commonName: 'front-proxy-client' });
  const proxy = new Proxy(() => services, { cert: front.cert, key: front.key });
  await bootstrap(writer, types, bootstrapObjects({ clientCa: certificates?.ca ?? '', proxyCa: front.ca }));
  await placeAll(writer, types, options);
  stops.push(tellChanges(store, options));
  const parts: Parts = { store, types, writer, identities, log, proxy, authorizer: new Authorizer(store, types), faults: options.faults, bookmarkEvery: options.bookmarkEvery ?? BOOKMARK_EVERY, underWay: new Set() };
  const { server, sockets } = listenerOf(parts, certificates);
  const port = await listen(server, options.port ?? 0);
  const url = `${certificates ? 'https' : 'http'}://127.0.0.1:${port}`;
  const ca = certificates?.ca ?? '';
  const disconnect = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    ...{ url, ca, token, kubeconfig: kubeconfigOf({ url, ca, token }) },
    get requests() {
      return log.all;
    },
    clearRequests: () => log.clear(),
    tokenFor: (user) => identities.issue(user),
    certificateFor: async ({ username, groups }) => {
      if (!certificates) throw new Error('Nobody can show a certificate without TLS: start the cluster with the option "tls", or use "tokenFor".');
      return await issueCertificates({ authority: certificates, hosts: [], commonName: username, organizations: groups });
    },
    revoke: (revoked) => identities.revoke(revoked),
    serve: (service, address) => {
      services[service] = address;
    },
    compact: () => store.compact(),
    endWatches: () => parts.underWay.forEach((end) => end()),
    disconnect,
    close: async () => {
      for (const stop of stops) stop();
      caller.close();
      proxy.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      disconnect();
      await closed;
    },
  };
}

function listenerOf(parts: Parts, certificates: Certificates | undefined): { readonly server: Server; readonly sockets: Set<Socket> } {
  const sockets = new Set<Socket>();
  const respond: Parameters<typeof createPlainServer>[1] = (request, response) => void answer(parts, request, response);
  const server = certificates
    ? (createServer({ key: certificates.key, cert: certificates.cert, ca: certificates.ca, requestCert: true, rejectUnauthorized: false }, respond) as unknown as Server)
    : createPlainServer(respond);
  server.keepAliveTimeout = 120_000;
  server.requestTimeout = 0;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  return { server, sockets };
}

function listen(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', () => {
    server.off('error', reject);
    resolve((server.address() as AddressInfo).port);
  });
  return promise;
}

async function bootstrap(writer: Writer, types: ResourceTypes, objects: readonly Bootstrapped[]): Promise<void> {
  const definitions = CUSTOM_DEFINITIONS.map((object): Bootstrapped => ({ group: 'apiextensions.k8s.io', plural: 'customresourcedefinitions', object }));
  for (const { group, plural, namespace = '', object } of [...objects, ...definitions]) {
    const type = types.find(group, 'v1', plural);
    if (type) await writer.create({ type, namespace, name: '', subresource: '' }, object, AT_START);
  }
}

async function placeAll(writer: Writer, types: ResourceTypes, { objects = [] }: DevClusterOptions): Promise<void> {
  for (const object of objects) {
    const { apiVersion = '', kind = '', metadata } = object as Partial<ApiObject>;
    const type = types.all.find((each) => each.kind === kind && apiVersionOf(each) === apiVersion);
    if (!type) throw new TypeError(`Of "objects", ${JSON.stringify(metadata?.name)} has the apiVersion "${apiVersion}" and the kind "${kind}", which this cluster does not know: correct them, or put the CustomResourceDefinition before it.`);
    await writer.create({ type, namespace: type.namespaced ? (metadata?.namespace ?? '') : '', name: '', subresource: '' }, object, AT_START);
  }
}

function tellChanges(store: Store, { onChange }: DevClusterOptions): () => void {
  if (!onChange) return () => undefined;
  return store.listen(({ type, entry, old }) => onChange({ type, object: entry.object, old: old?.object }));
}
