import { Agent, request } from 'node:https';
import { isIP } from 'node:net';
import type { Webhook } from './admission-match.ts';

/** Where services of the cluster can be reached: `namespace/name` or `namespace/name:port` to `host:port`. */
export type Services = Readonly<Record<string, string>>;

interface Target {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly servername: string;
  /** Host and port as messages name them. */
  readonly shown: string;
}

const AGENTS_KEPT = 64;
const LIMIT = 8 * 1024 * 1024;

/** Calls webhooks over TLS, with connections that are kept and used again, as an API server does. */
export class WebhookCaller {
  readonly #agents = new Map<string, Agent>();
  readonly #services: () => Services;

  /** @param services where services can be reached, at the moment of a call */
  constructor(services: () => Services) {
    this.#services = services;
  }

  /** Posts a review.
   * @param webhook whom to ask
   * @param review the AdmissionReview
   * @returns the parsed answer
   * @throws Error when there is none in time, or it is not HTTP 200 with JSON */
  async call(webhook: Webhook, review: object): Promise<unknown> {
    const target = this.#targetOf(webhook);
    const seconds = webhook.timeoutSeconds ?? 10;
    const url = `https://${target.shown}${target.path}${target.path.includes('?') ? '&' : '?'}timeout=${seconds}s`;
    const signal = AbortSignal.timeout(seconds * 1000);
    try {
      return await this.#post(webhook, target, JSON.stringify(review), signal);
    } catch (error) {
      const why = signal.aborted ? 'context deadline exceeded' : connectionFault(error, target);
      throw new Error(error instanceof BadAnswer ? why : `Post ${JSON.stringify(url)}: ${why}`, { cause: error });
    }
  }

  #post({ clientConfig, timeoutSeconds = 10 }: Webhook, { host, port, path, servername }: Target, body: string, signal: AbortSignal): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const call = request(
      {
        agent: this.#agentFor(clientConfig.caBundle ?? ''),
        ...{ host, port, servername, signal, method: 'POST', path: `${path}${path.includes('?') ? '&' : '?'}timeout=${timeoutSeconds}s` },
        headers: { 'content-type': 'application/json', accept: 'application/json, */*', 'content-length': Buffer.byteLength(body), 'user-agent': 'kube-apiserver-admission' },
      },
      (response) => {
        collect(response).then((text) => resolve(parsed(response.statusCode, text)), reject).catch(reject);
      },
    );
    call.on('error', reject);
    call.end(body);
    return promise;
  }

  /** Closes all connections. */
  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }

  #targetOf({ clientConfig: { url, service } }: Webhook): Target {
    return url === undefined ? this.#serviceTarget(service ?? {}) : urlTarget(url);
  }

  #serviceTarget({ namespace = '', name = '', path = '/', port = 443 }: Partial<NonNullable<Webhook['clientConfig']['service']>>): Target {
    const address = addressOf(this.#services(), namespace, name, port);
    if (address === undefined) throw new BadAnswer(`service ${JSON.stringify(name)} not found: tell where it is with the option "services"`);
    const servername = `${name}.${namespace}.svc`;
    return { ...address, path: path.startsWith('/') ? path : `/${path}`, servername, shown: `${servername}:${port}` };
  }

  #agentFor(caBundle: string): Agent {
    const known = this.#agents.get(caBundle);
    if (known) return known;
    const oldest = this.#agents.keys().next().value;
    if (this.#agents.size >= AGENTS_KEPT && oldest !== undefined) {
      this.#agents.get(oldest)?.destroy();
      this.#agents.delete(oldest);
    }
    const agent = new Agent({ keepAlive: true, maxSockets: 64, ...(caBundle !== '' && { ca: Buffer.from(caBundle, 'base64').toString('utf8') }) });
    this.#agents.set(caBundle, agent);
    return agent;
  }
}

/** An answer that is none, or nobody to ask: the connection is not to blame. */
class BadAnswer extends Error {}

function connectionFault(error: unknown, { host, port }: Target): string {
  if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return `dial tcp ${host}:${port}: connect: connection refused`;
  return error instanceof Error ? error.message : String(error);
}

function urlTarget(url: string): Target {
  const { hostname, host, port, pathname, search } = new URL(url);
  const bare = hostname.replace(/^\[|\]$/g, '');
  return { host: bare, port: Number(port || 443), path: `${pathname}${search}`, servername: isIP(bare) === 0 ? bare : '', shown: host };
}

/** Where a service can be reached.
 * @param services what is known
 * @param namespace its
 * @param name its
 * @param port of the service */
export function addressOf(services: Services, namespace: string, name: string, port: number): { readonly host: string; readonly port: number } | undefined {
  const address = services[`${namespace}/${name}:${port}`] ?? services[`${namespace}/${name}`];
  const at = address?.lastIndexOf(':') ?? -1;
  return address === undefined || at < 0 ? undefined : { host: address.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(address.slice(at + 1)) };
}

async function collect(response: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > LIMIT) throw new BadAnswer(`the answer is longer than ${LIMIT} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(code: number | undefined, text: string): unknown {
  if (code !== 200) throw new BadAnswer(`an error on the server (${JSON.stringify(text.slice(0, 200))}) has prevented the request from succeeding`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadAnswer('the answer is no JSON', { cause: error });
  }
}
