import type { IncomingHttpHeaders } from 'node:http';

/** A request as it goes out. */
export interface Outgoing {
  readonly method: string;
  /** From the first slash, with the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Ends the exchange, also while the answer is being read. */
  readonly signal: AbortSignal;
}

/** An answer as it comes in. */
export interface Incoming {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: AsyncIterable<Uint8Array>;
  /** Reads the rest of the body for nobody, so that the socket can be used again. */
  discard(): Promise<void>;
}

/** Sockets to one API server, shared by all requests: HTTP/1.1, so that one silent connection holds up one watch and no other.
 * Silence is limited by whoever asks, so it is not limited here. */
export interface Wire {
  /** Resolves when the headers of the answer are there. */
  send(outgoing: Outgoing): Promise<Incoming>;
  /** Opens no more sockets, and closes each when what runs on it has ended; then it resolves. */
  retire(): Promise<void>;
  /** Closes all sockets at once. */
  destroy(): Promise<void>;
}
