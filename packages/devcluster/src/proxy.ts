import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, request as send } from 'node:https';
import type { User } from './identity.ts';
import type { ResourceType, ResourceTypes } from './resource.ts';
import { statusError } from './status.ts';
import type { Store } from './store.ts';
import { addressOf, type Services } from './webhook-call.ts';

/** What an APIService says. */
export interface ApiService {
  readonly group?: string;
  readonly version?: string;
  readonly caBundle?: string;
  readonly insecureSkipTLSVerify?: boolean;
  readonly service?: { readonly namespace?: string; readonly name?: string; readonly port?: number };
}

/** The API groups that APIServices hand to other servers.
 * @param store where APIServices are
 * @param types what the cluster knows */
export function apiServices(store: Store, types: ResourceTypes): readonly ApiService[] {
  const type: ResourceType | undefined = types.find('apiregistration.k8s.io', 'v1', 'apiservices');
  if (!type) return [];
  return store.list(type, '').map(({ object }) => (object['spec'] ?? {}) as ApiService).filter(({ service }) => service !== undefined && service !== null);
}

/** The service that a path is handed to, because an APIService says so.
 * @param path without the query
 * @param services from `apiServices` */
export function apiServiceFor(path: string, services: readonly ApiService[]): ApiService | undefined {
  const [, root, group, version] = path.split('/');
  return root === 'apis' ? services.find((each) => each.group === group && each.version === version) : undefined;
}

/** Who the cluster is to aggregated API servers: they believe the headers of nobody else. */
export interface ProxyIdentity {
  readonly cert: string;
  readonly key: string;
}

// headers that are of this connection, or that only the cluster may send
const DROPPED = /^(authorization|host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|x-remote-.*|impersonate-.*)$/;

/** Hands requests on to aggregated API servers, with who makes them in headers. */
export class Proxy {
  readonly #agents = new Map<string, Agent>();
  readonly #services: () => Services;
  readonly #identity: ProxyIdentity;

  /** @param services where services can be reached, at the moment of a request
   * @param identity who the cluster is */
  constructor(services: () => Services, identity: ProxyIdentity) {
    this.#services = services;
    this.#identity = identity;
  }

  /** Hands one request on.
   * @param service to which service
   * @param user who makes the request
   * @param request the request
   * @param response where the answer goes
   * @throws StatusError 503 where nobody answers */
  async pass({ service = {}, ...spec }: ApiService, user: User, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { namespace = '', name = '', port = 443 } = service;
    const address = addressOf(this.#services(), namespace, name, port);
    if (!address) throw unavailable(`service ${JSON.stringify(`${namespace}/${name}`)} is not reachable: tell where it is with the option "services"`);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const upstream = send(
      {
        ...{ ...address, method: request.method, path: request.url, servername: `${name}.${namespace}.svc`, agent: this.#agentFor(spec) },
        headers: { ...kept(request.headers), 'x-remote-user': user.username, 'x-remote-group': [...user.groups], ...(user.uid !== undefined && { 'x-remote-uid': user.uid }) },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, kept(answer.headers));
        answer.pipe(response);
        answer.on('end', resolve);
        // cut short there, cut short here
        answer.on('error', () => response.destroy());
        answer.on('close', resolve);
      },
    );
    upstream.on('error', (error) => reject(unavailable(`error trying to reach service: ${error.message}`)));
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
    await promise;
  }

  /** Closes all connections. */
  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }

  #agentFor({ caBundle = '', insecureSkipTLSVerify = false }: ApiService): Agent {
    const id = `${insecureSkipTLSVerify} ${caBundle}`;
    const ca = caBundle === '' ? {} : { ca: Buffer.from(caBundle, 'base64').toString('utf8') };
    const agent = this.#agents.get(id) ?? new Agent({ keepAlive: true, rejectUnauthorized: !insecureSkipTLSVerify, ...this.#identity, ...ca });
    this.#agents.set(id, agent);
    return agent;
  }
}

function kept(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !DROPPED.test(name)));
}

function unavailable(message: string): Error {
  return statusError(503, 'ServiceUnavailable', message);
}
