import type { Server, Socket } from 'node:net';

/** Keeps the open connections of a server, the oldest first; those of a TLS server from before the handshake on.
 * @param server the server
 * @returns them; who ends one may take it out at once */
export function openSockets(server: Server): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}
