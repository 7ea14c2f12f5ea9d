import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Caller, Replied } from './exchange.ts';
import { OTHER } from './server-metrics.ts';

/** The client had gone before there was an answer. */
const GONE = 499;

/** One request and its answer, until the answer is through or the connection has ended. */
export class OpenExchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly arrived: number = performance.now();
  /** The route. */
  path: string = OTHER;
  caller: Caller | undefined;
  /** Size of the body, as far as it was read. */
  bytes = 0;
  /** Why there was no ordinary answer. */
  error: unknown;
  /** Called when the connection ends before the answer is through. */
  onGone: () => void = () => undefined;
  /** Settles when the answer is through or the connection has ended. */
  readonly closed: Promise<void>;
  readonly #close: () => void;

  constructor(message: IncomingMessage, response: ServerResponse) {
    this.message = message;
    this.response = response;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    this.#close = resolve;
    response.once('close', () => this.close());
  }

  /** Whether the answer is under way, or only waits for the handler: nothing else may be written on the connection. */
  get isAnswering(): boolean {
    return this.response.headersSent || this.message.complete;
  }

  /** Ends it. */
  close(): void {
    if (!this.response.writableFinished) this.onGone();
    this.#close();
  }

  /** What has become of it. */
  get replied(): Replied {
    const { path, response, arrived, bytes, caller, error } = this;
    const status = response.headersSent ? response.statusCode : GONE;
    return { path, status, ms: performance.now() - arrived, bytes, caller, ...(error !== undefined && { error }) };
  }
}

/** What is open, by connection. A connection that ends does not tell answers that wait for their turn on it. */
export class OpenExchanges {
  readonly #bySocket = new WeakMap<object, Set<OpenExchange>>();

  /** Opens an exchange.
   * @param message the request
   * @param response its answer */
  open(message: IncomingMessage, response: ServerResponse): OpenExchange {
    const exchange = new OpenExchange(message, response);
    const { socket } = message;
    let open = this.#bySocket.get(socket);
    if (!open) {
      const all = new Set<OpenExchange>();
      open = all;
      this.#bySocket.set(socket, all);
      socket.once('close', () => {
        for (const one of all) one.close();
      });
    }
    open.add(exchange);
    void exchange.closed.then(() => open.delete(exchange));
    return exchange;
  }

  /** Whether an answer is under way on a connection.
   * @param socket the connection */
  isAnswering(socket: object): boolean {
    return [...(this.#bySocket.get(socket) ?? [])].some((exchange) => exchange.isAnswering);
  }
}
