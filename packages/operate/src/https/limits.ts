import type { ServerOptions } from 'node:http';

/** What one client may take from the others. RELIABILITY D. */
export interface Limits {
  readonly bodyBytes: number;
  /** What all bodies held at once may have; more are answered with 429. */
  readonly allBodiesBytes: number;
  readonly headerBytes: number;
  /** How long the head of a request may take. */
  readonly headersMs: number;
  /** How long a whole request may take to arrive. */
  readonly requestMs: number;
  readonly handshakeMs: number;
  /** How often the two above are looked at. */
  readonly checkMs: number;
  /** How long an idle connection is kept: longer than the 90 s of Go's clients, so that it is they who close it. */
  readonly keepAliveMs: number;
  readonly connections: number;
  /** Requests at work; more are answered with 429. */
  readonly inFlight: number;
  /** The deadline of a request that names none, and the highest. */
  readonly deadlineMs: number;
  readonly maxDeadlineMs: number;
}

/** The limits where nothing else is said. 7 MiB are two objects of 3 MiB and what is around them. */
export const DEFAULT_LIMITS: Limits = Object.freeze({
  bodyBytes: 7 * 1024 * 1024,
  allBodiesBytes: 64 * 1024 * 1024,
  headerBytes: 16 * 1024,
  headersMs: 5_000,
  requestMs: 10_000,
  handshakeMs: 3_000,
  checkMs: 1_000,
  keepAliveMs: 100_000,
  connections: 1_000,
  inFlight: 200,
  deadlineMs: 10_000,
  maxDeadlineMs: 30_000,
});

/** The limits of a connection as Node names them, for a server of HTTP or of HTTPS.
 * @param limits the limits */
export function httpOptions(limits: Limits): ServerOptions {
  return {
    ...{ maxHeaderSize: limits.headerBytes, headersTimeout: limits.headersMs, requestTimeout: limits.requestMs },
    ...{ connectionsCheckingInterval: limits.checkMs, keepAliveTimeout: limits.keepAliveMs, noDelay: true, keepAlive: true },
  };
}
