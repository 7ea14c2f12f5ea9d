import { Agent, type ClientRequest, type IncomingMessage, request, type RequestOptions } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import type { Access } from './access.ts';
import type { Incoming, Outgoing, Wire } from './wire.ts';
import { CONNECT_MS, CONNECTIONS, IDLE_MS, PROBE_MS } from './wire-limits.ts';

/** Sockets that lead straight to an API server.
 * @param access how to reach it */
export function directWire(access: Access): Wire {
  return new DirectWire(access);
}

class DirectWire implements Wire {
  readonly #url: URL;
  readonly #agent: Agent;
  readonly #running = new Set<ClientRequest>();
  #onIdle: (() => void) | undefined;

  constructor({ server, tls }: Access) {
    this.#url = new URL(server);
    const given = Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
    // the timeout closes what is idle; what a watch says nothing on is not ended by it
    const limits = { keepAlive: true, keepAliveMsecs: PROBE_MS, maxSockets: CONNECTIONS, timeout: IDLE_MS, scheduling: 'lifo' } as const;
    this.#agent = this.#isTls ? new TlsAgent({ ...limits, ...given }) : new Agent(limits);
  }

  get #isTls(): boolean {
    return this.#url.protocol === 'https:';
  }

  async send(outgoing: Outgoing): Promise<Incoming> {
    try {
      return await this.#attempt(outgoing);
    } catch (error) {
      // the server has closed a connection that was idle, in the moment in which it was used again: it has not seen the request
      if (outgoing.method === 'GET' && error instanceof StaleConnection) return await this.#attempt(outgoing);
      throw error instanceof StaleConnection ? error.cause : error;
    }
  }

  async retire(): Promise<void> {
    this.#agent.maxFreeSockets = 0;
    for (const sockets of Object.values(this.#agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
    if (this.#running.size > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
  }

  async destroy(): Promise<void> {
    for (const running of this.#running) running.destroy();
    this.#agent.destroy();
  }

  #attempt({ method, path, headers, body, signal }: Outgoing): Promise<Incoming> {
    const { hostname, port } = this.#url;
    // an address of version 6 stands in brackets in a URL alone
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const options: RequestOptions = { agent: this.#agent, host, method, path, headers: { ...headers, ...length }, signal, ...(port !== '' && { port }) };
    const { promise, resolve, reject } = Promise.withResolvers<Incoming>();
    const call = this.#isTls ? tlsRequest(options) : request(options);
    this.#running.add(call);
    call.on('close', () => this.#ended(call));
    call.on('socket', (socket: Socket) => limitConnecting(call, socket, this.#isTls ? 'secureConnect' : 'connect'));
    call.on('error', (error: NodeJS.ErrnoException) => reject(call.reusedSocket && error.code === 'ECONNRESET' ? new StaleConnection(error) : error));
    call.on('response', (answer) => resolve(incomingOf(answer)));
    call.end(body);
    return promise;
  }

  #ended(call: ClientRequest): void {
    this.#running.delete(call);
    if (this.#running.size === 0) this.#onIdle?.();
  }
}

/** A connection was used again that the other side has closed. */
class StaleConnection extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}

function incomingOf(answer: IncomingMessage): Incoming {
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    body: answer,
    discard: async () => {
      answer.resume();
      // that it breaks off does not matter to anybody
      await finished(answer).catch(() => undefined);
    },
  };
}

function limitConnecting(call: ClientRequest, socket: Socket, connected: 'connect' | 'secureConnect'): void {
  if (!socket.connecting) return;
  const timer = setTimeout(() => call.destroy(Object.assign(new Error(`no connection after ${CONNECT_MS / 1000} s`), { code: 'ETIMEDOUT' })), CONNECT_MS);
  const clear = (): void => clearTimeout(timer);
  socket.once(connected, clear);
  socket.once('close', clear);
}
