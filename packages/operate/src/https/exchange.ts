import type { IncomingHttpHeaders } from 'node:http';

/** Who calls, by the client certificate. */
export interface Caller {
  /** The name of the list that the certificate has. */
  readonly name: string;
}

/** A request whose body has been read. */
export interface Request {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Aborted when the client has gone or the deadline is over. */
  readonly signal: AbortSignal;
  /** How much time there is from the arrival of the request on: `?timeout=10s` less a tenth, in milliseconds. */
  readonly deadlineMs: number;
  /** Undefined where the server asks for no client certificates. */
  readonly caller: Caller | undefined;
}

/** The answer to a request. */
export interface Reply {
  readonly status: number;
  readonly body: string | Uint8Array;
  /** `application/json` by default. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers requests of one path. What it throws is answered with 500 and logged. */
export type Handler = (request: Request) => Reply | Promise<Reply>;

/** What was answered, for an audit or a log. */
export interface Replied {
  /** The path of the route, or `other`. */
  readonly path: string;
  /** 499 where the client had gone before. */
  readonly status: number;
  /** From the head of the request to the end of its answer. */
  readonly ms: number;
  /** Size of the request's body, as far as it was read. */
  readonly bytes: number;
  readonly caller: Caller | undefined;
  /** What the handler threw, or why the server itself refused. */
  readonly error?: unknown;
}
