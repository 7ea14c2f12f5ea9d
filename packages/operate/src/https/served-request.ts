import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Caller, Request } from './exchange.ts';

/** What a handler gets. The signal is made when somebody asks for it, since most handlers do not. */
export class ServedRequest implements Request {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly deadlineMs: number;
  readonly caller: Caller | undefined;
  readonly #message: IncomingMessage;
  #controller: AbortController | undefined;
  #ended: Error | undefined;

  constructor(message: IncomingMessage, body: Buffer, about: Pick<Request, 'path' | 'query' | 'deadlineMs' | 'caller'>) {
    this.#message = message;
    this.body = body;
    this.path = about.path;
    this.query = about.query;
    this.deadlineMs = about.deadlineMs;
    this.caller = about.caller;
  }

  get headers(): IncomingHttpHeaders {
    return this.#message.headers;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#ended) this.#controller.abort(this.#ended);
    return this.#controller.signal;
  }

  /** Aborts the signal.
   * @param reason what the signal gives as its reason */
  end(reason: Error): void {
    this.#ended ??= reason;
    this.#controller?.abort(this.#ended);
  }
}
