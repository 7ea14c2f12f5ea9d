import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { DEFAULT_LIMITS, httpOptions } from '../https/limits.ts';
import { openSockets } from '../open-sockets.ts';
import type { ProbeLimits } from './probe-limits.ts';

/** Makes a server of plain HTTP whose connections are short: one request each, and an end after some time whatever the client does or
 * does not do. Where there are too many the oldest ends, and not the one that comes: that may be a probe, which needs no more than a
 * moment. RELIABILITY, bad inputs 8 and 9.
 * @param limits how long, and how many
 * @param serve answers a request; the answer must say `Connection: close` */
export function createShortServer(limits: ProbeLimits, serve: RequestListener): Server {
  const serveOnce = once(serve);
  const server = createServer(httpOptions(DEFAULT_LIMITS), serveOnce);
  // Node would answer these itself, however many there are
  server.on('checkExpectation', serveOnce);
  const sockets = openSockets(server);
  server.on('connection', (socket: Socket) => {
    const timer = setTimeout(() => socket.resetAndDestroy(), limits.connectionMs);
    socket.once('close', () => clearTimeout(timer));
    const [oldest] = sockets;
    if (!oldest || sockets.size <= limits.connections) return;
    sockets.delete(oldest);
    // the system is not to keep for it what it has not read
    oldest.resetAndDestroy();
  });
  return server;
}

function once(serve: RequestListener): RequestListener {
  const asked = new WeakSet<Socket>();
  return (request, response) => {
    const { socket } = request;
    // requests that wait for their turn would be held for as long as nobody reads the first answer
    if (asked.has(socket)) return void socket.destroy();
    asked.add(socket);
    serve(request, response);
  };
}
