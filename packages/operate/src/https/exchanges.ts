import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { TLSSocket } from 'node:tls';
import { faultOf } from '../fault.ts';
import type { CallerNames } from './callers.ts';
import { deadlineOf } from './deadline.ts';
import type { Handler, Replied, Reply } from './exchange.ts';
import type { Limits } from './limits.ts';
import { type OpenExchange, OpenExchanges } from './open-exchange.ts';
import { BodyBudget, readBody } from './read-body.ts';
import { BUSY, FAILED, LATE, type Refusal, refusalOf, tooLarge, UNKNOWN_CALLER, UNKNOWN_PATH } from './refusal.ts';
import { sendRefusal, sendReply } from './send.ts';
import { ServedRequest } from './served-request.ts';

/** What the exchanges of a server have in common. */
export interface ExchangesOptions {
  readonly routes: ReadonlyMap<string, Handler>;
  readonly limits: Limits;
  /** Whose names are known, where clients have certificates. */
  readonly callers: CallerNames | undefined;
  /** Whether a connection has to end with its next answer. */
  readonly closes: (socket: TLSSocket) => boolean;
  /** Must not throw. */
  readonly onReply: (replied: Replied) => void;
  /** Called when nothing is open any more. */
  readonly onIdle: () => void;
}

// of the deadline: after as much again as was kept for the way back, nobody waits any more
const GRACE = 1 / 9;
const TOO_LATE = Symbol('too late');

/** Answers requests: it screens them, reads their bodies, asks handlers, and keeps count. */
export class Exchanges {
  readonly #options: ExchangesOptions;
  readonly #budget: BodyBudget;
  readonly #open = new OpenExchanges();
  #inFlight = 0;
  #atWork = 0;

  constructor(options: ExchangesOptions) {
    this.#options = options;
    this.#budget = new BodyBudget(options.limits.allBodiesBytes);
  }

  /** Requests that have come and are not answered. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Whether an answer is under way on a connection.
   * @param socket the connection */
  isAnswering(socket: object): boolean {
    return this.#open.isAnswering(socket);
  }

  /** Answers one request. Never throws or rejects.
   * @param message the request
   * @param response its answer
   * @param expectsContinue whether the client waits to be told to send the body */
  serve(message: IncomingMessage, response: ServerResponse, expectsContinue: boolean): void {
    const exchange = this.#open.open(message, response);
    this.#inFlight += 1;
    const answered = this.#answer(exchange, expectsContinue);
    void exchange.closed.then(() => this.#options.onReply(exchange.replied));
    void Promise.all([answered, exchange.closed]).then(() => {
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#options.onIdle();
    });
  }

  async #answer(exchange: OpenExchange, expectsContinue: boolean): Promise<void> {
    const { path, query } = splitUrl(exchange.message.url ?? '');
    const handler = this.#options.routes.get(path);
    if (handler) exchange.path = path;
    try {
      const refusal = this.#screen(exchange, handler);
      if (refusal || !handler) return this.#refuse(exchange, refusal ?? UNKNOWN_PATH);
      if (expectsContinue) exchange.response.writeContinue();
      await this.#read(exchange, handler, query);
    } catch (error) {
      this.#fail(exchange, error);
    }
  }

  #screen(exchange: OpenExchange, handler: Handler | undefined): Refusal | undefined {
    const { limits, callers } = this.#options;
    const { message } = exchange;
    if (callers) {
      exchange.caller = callers.callerOf(message.socket as TLSSocket);
      if (!exchange.caller) return UNKNOWN_CALLER;
    }
    if (!handler) return UNKNOWN_PATH;
    // a body that is on its way is no work yet: slow clients must not take the places of the others
    if (this.#atWork >= limits.inFlight) return BUSY;
    return refusalOf(message, limits.bodyBytes);
  }

  async #read(exchange: OpenExchange, handler: Handler, query: string): Promise<void> {
    const { bodyBytes, inFlight } = this.#options.limits;
    const body = await readBody(exchange.message, bodyBytes, this.#budget);
    exchange.bytes = body.read;
    try {
      if (body.bytes && this.#atWork < inFlight) await this.#ask(exchange, handler, query, body.bytes);
      else if (body.bytes) this.#refuse(exchange, BUSY);
      else if (body.why !== 'gone') this.#refuse(exchange, body.why === 'large' ? tooLarge(bodyBytes) : { ...BUSY, closes: true });
    } finally {
      this.#budget.give(body.taken);
    }
  }

  /** Asks the handler; most answer at once. */
  async #ask(exchange: OpenExchange, handler: Handler, query: string, body: Buffer): Promise<void> {
    const { limits } = this.#options;
    const parameters = new URLSearchParams(query);
    const deadlineMs = deadlineOf(parameters.get('timeout'), limits.deadlineMs, limits.maxDeadlineMs);
    const request = new ServedRequest(exchange.message, body, { path: exchange.path, query: parameters, deadlineMs, caller: exchange.caller });
    exchange.onGone = () => request.end(new Error('the client has gone'));
    const answer = handler(request);
    if (answer instanceof Promise) await this.#await(exchange, request, answer);
    else this.#reply(exchange, answer);
  }

  /** Waits for the handler, and answers for it where it takes too long. */
  async #await(exchange: OpenExchange, request: ServedRequest, answer: Promise<Reply>): Promise<void> {
    const { deadlineMs } = request;
    const { promise: late, resolve: giveUp } = Promise.withResolvers<typeof TOO_LATE>();
    const end = (): void => {
      request.end(new Error(`the deadline of ${Math.round(deadlineMs)} ms is over`));
      timer = setTimeout(giveUp, deadlineMs * GRACE, TOO_LATE);
    };
    let timer = setTimeout(end, Math.max(0, deadlineMs - (performance.now() - exchange.arrived)));
    this.#atWork += 1;
    try {
      const reply = await Promise.race([answer, late]);
      if (reply === TOO_LATE) this.#fail(exchange, new Error(`the handler gave no answer within ${Math.round(deadlineMs)} ms`), LATE);
      else this.#reply(exchange, reply);
    } finally {
      this.#atWork -= 1;
      clearTimeout(timer);
    }
  }

  #reply(exchange: OpenExchange, reply: Reply): void {
    if (!exchange.response.destroyed) sendReply(exchange.response, reply, this.#closes(exchange));
  }

  #refuse(exchange: OpenExchange, refusal: Refusal): void {
    exchange.error ??= refusal.text;
    const { message, response } = exchange;
    if (!response.destroyed) sendRefusal(message, response, refusal, this.#closes(exchange));
  }

  #fail(exchange: OpenExchange, error: unknown, refusal: Refusal = FAILED): void {
    exchange.error = error instanceof Error ? error : new Error(faultOf(error).message);
    try {
      if (exchange.response.headersSent) exchange.response.destroy();
      else this.#refuse(exchange, refusal);
    } catch {
      exchange.response.destroy();
    }
  }

  #closes({ message }: OpenExchange): boolean {
    return this.#options.closes(message.socket as TLSSocket);
  }
}

function splitUrl(url: string): { readonly path: string; readonly query: string } {
  const mark = url.indexOf('?');
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}
