import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { CertificatePair } from '../certificates/watch-certificate.ts';
import type { Watched } from '../certificates/watch.ts';
import { listen } from '../listen.ts';
import type { Log } from '../log/open-log.ts';
import type { Metrics } from '../metrics/open-metrics.ts';
import { openSockets } from '../open-sockets.ts';
import { CallerNames } from './callers.ts';
import { isUnused, refuseConnection } from './client-error.ts';
import { endConnections } from './end-connections.ts';
import type { Handler, Replied } from './exchange.ts';
import { Exchanges } from './exchanges.ts';
import { DEFAULT_LIMITS, httpOptions, type Limits } from './limits.ts';
import { type ServerMetrics, serverMetrics } from './server-metrics.ts';

/** From this share of its places on, a server ends connections that nobody uses. */
const CROWDED = 0.9;

/** Which clients are served: those alone whose certificate an authority of the bundle has signed and whose name is listed. */
export interface Callers {
  /** The authorities, from `watchFile`. */
  readonly authorities: Pick<Watched<string>, 'current' | 'onChange'>;
  /** Common names or DNS names, exactly as in the certificates. */
  readonly names: readonly string[];
}

/** What is served, and to whom. */
export interface HttpsOptions {
  /** All addresses by default. */
  readonly host?: string;
  readonly port: number;
  readonly certificate: Pick<Watched<CertificatePair>, 'current' | 'onChange'>;
  /** TLS 1.2 by default. */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
  /** Everybody where not given. */
  readonly callers?: Callers;
  readonly limits?: Partial<Limits>;
  /** Path to what answers its POST requests. */
  readonly routes: ReadonlyMap<string, Handler>;
  /** Called after each answer, that of a refusal too. */
  readonly onReply?: (replied: Replied) => void;
  /** Gets what handlers throw. */
  readonly log?: Log;
  /** Counts requests, failures and refusals, and measures times. */
  readonly metrics?: Metrics;
  /** The first word of the metrics: `https` by default. */
  readonly metricsName?: string;
}

/** A running server. */
export interface HttpsServer {
  readonly port: number;
  /** Requests at work now. */
  readonly inFlight: number;
  /** Open connections, those in a handshake included. */
  readonly connections: number;
  /** From now on every answer closes its connection; new ones are still taken. Idle ones are closed by `close`. */
  beginDrain(): void;
  /** Stops accepting, waits for what is at work, then ends all connections.
   * @param options how long to wait at most
   * @returns how many requests were cut off */
  close(options: { readonly withinMs: number }): Promise<number>;
}

/** Serves POST requests with a JSON body over HTTPS, HTTP/1.1. RELIABILITY D, bad inputs 1 to 13.
 * @param options what is served
 * @throws Error in one line when it cannot listen */
export async function serveHttps(options: HttpsOptions): Promise<HttpsServer> {
  const served = new Served(options);
  await served.start();
  return served;
}

class Served implements HttpsServer {
  readonly #options: HttpsOptions;
  readonly #limits: Limits;
  readonly #server: Server;
  readonly #exchanges: Exchanges;
  readonly #metrics: ServerMetrics | undefined;
  readonly #sockets: ReadonlySet<Socket>;
  /** Those without a request so far, the oldest first. */
  readonly #unused = new Set<Socket>();
  /** Connections whose client was verified by the authorities of now. */
  #verified = new WeakSet<object>();
  readonly #stops: (() => void)[] = [];
  #draining = false;
  #onIdle: () => void = () => undefined;
  #closing: Promise<number> | undefined;
  port = 0;

  constructor(options: HttpsOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    const { metrics, metricsName = 'https', callers, routes } = options;
    this.#metrics = metrics && serverMetrics(metrics, metricsName, [...routes.keys()], { requests: () => this.inFlight, connections: () => this.connections });
    this.#exchanges = new Exchanges({
      ...{ routes, limits: this.#limits, callers: callers && new CallerNames(callers.names) },
      closes: (socket) => this.#draining || (callers !== undefined && !this.#verified.has(socket)),
      onReply: (replied) => this.#report(replied),
      onIdle: () => this.#onIdle(),
    });
    this.#server = this.#create();
    this.#sockets = openSockets(this.#server);
  }

  get inFlight(): number {
    return this.#exchanges.inFlight;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  async start(): Promise<void> {
    this.port = await listen(this.#server, this.#options.port, this.#options.host);
    const { certificate, callers } = this.#options;
    const renew = (): void => this.#server.setSecureContext(this.#context());
    this.#stops.push(certificate.onChange(renew));
    if (!callers) return;
    this.#stops.push(
      callers.authorities.onChange(() => {
        renew();
        // who was verified by authorities of yesterday is verified again
        this.#verified = new WeakSet();
      }),
    );
  }

  beginDrain(): void {
    this.#draining = true;
  }

  close({ withinMs }: { readonly withinMs: number }): Promise<number> {
    this.#closing ??= this.#close(withinMs);
    return this.#closing;
  }

  async #close(withinMs: number): Promise<number> {
    this.#draining = true;
    const idle = new Promise<void>((resolve) => {
      this.#onIdle = resolve;
      if (this.inFlight === 0) resolve();
    });
    const cut = await endConnections(this.#server, { idle, sockets: this.#sockets, inFlight: () => this.inFlight, withinMs });
    for (const stop of this.#stops) stop();
    return cut;
  }

  #create(): Server {
    const limits = this.#limits;
    const server = createServer({
      ...this.#context(),
      ...(this.#options.callers && { requestCert: true, rejectUnauthorized: true }),
      ...{ handshakeTimeout: limits.handshakeMs, ...httpOptions(limits) },
    });
    server.maxConnections = limits.connections;
    // a client that does not read its answers must not keep its connection for ever
    server.setTimeout(limits.maxDeadlineMs + limits.requestMs);
    server.on('request', (request, response) => this.#serve(request, response, false));
    server.on('checkContinue', (request, response) => this.#serve(request, response, true));
    server.on('secureConnection', (socket: TLSSocket) => {
      this.#verified.add(socket);
      this.#keepUnused(socket);
      // it may wait for its first request as long as for any other
      socket.setTimeout(limits.keepAliveMs);
    });
    server.on('drop', () => this.#metrics?.refused.inc({ reason: 'limit' }));
    server.on('tlsClientError', (_error, socket) => {
      this.#metrics?.refused.inc({ reason: 'tls' });
      socket.destroy();
    });
    server.on('clientError', (error, socket) => {
      if (isUnused(error, socket)) return;
      const reason = refuseConnection(error, socket, this.#exchanges.isAnswering(socket));
      this.#metrics?.refused.inc({ reason });
    });
    return server;
  }

  #serve(request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): void {
    const { socket } = request;
    this.#unused.delete(socket);
    // Node itself does so from the second request on
    if (socket.timeout !== this.#server.timeout) socket.setTimeout(this.#server.timeout);
    this.#exchanges.serve(request, response, expectsContinue);
  }

  /** Connections that nobody has used yet are the first to end where places become few: whoever only takes places keeps nobody out. */
  #keepUnused(socket: Socket): void {
    const [oldest] = this.#unused;
    if (oldest && this.#sockets.size > this.#limits.connections * CROWDED) {
      oldest.destroy();
      this.#metrics?.refused.inc({ reason: 'limit' });
    }
    this.#unused.add(socket);
    socket.once('close', () => this.#unused.delete(socket));
  }

  #context(): { readonly cert: string; readonly key: string; readonly minVersion: 'TLSv1.2' | 'TLSv1.3'; readonly ca?: string } {
    const { certificate, callers, minVersion = 'TLSv1.2' } = this.#options;
    return { cert: certificate.current.cert, key: certificate.current.key, minVersion, ...(callers && { ca: callers.authorities.current }) };
  }

  #report(replied: Replied): void {
    const { path, status, ms, error } = replied;
    this.#metrics?.requests.inc({ path, code: String(status) });
    this.#metrics?.seconds.observe(ms / 1000, { path });
    if (error instanceof Error) {
      this.#metrics?.failures.inc({ path });
      this.#options.log?.error('a request could not be answered', { path, status, error });
    }
    try {
      this.#options.onReply?.(replied);
    } catch (failure) {
      this.#options.log?.error('an answer could not be reported', { path, error: failure });
    }
  }
}
