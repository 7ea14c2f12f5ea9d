import type { Server } from 'node:https';
import type { Socket } from 'node:net';

/** What is known of the connections of a server. */
export interface OpenConnections {
  /** Settles when nothing is at work. */
  readonly idle: Promise<void>;
  readonly sockets: ReadonlySet<Socket>;
  readonly inFlight: () => number;
  readonly withinMs: number;
}

// a connection that has just been made may have its first request on the way
const LAST_REQUESTS_MS = 500;

/** Stops accepting, waits for what is at work, and ends all connections.
 * @param server the server
 * @param open its connections
 * @returns how many requests were cut off */
export async function endConnections(server: Server, open: OpenConnections): Promise<number> {
  const { idle, sockets, inFlight, withinMs } = open;
  // closes the idle ones too
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  const started = performance.now();
  await within(idle, withinMs);
  await within(closed, Math.min(LAST_REQUESTS_MS, withinMs - (performance.now() - started)));
  const cut = inFlight();
  // those in a handshake are not known to the server of HTTP
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  await closed;
  return cut;
}

async function within(event: Promise<void>, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, Math.max(0, ms));
  await Promise.race([event, promise]);
  clearTimeout(timer);
}
