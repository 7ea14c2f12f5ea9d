import type { AddressInfo, Server } from 'node:net';
import { faultOf } from './fault.ts';

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program uses it',
  EACCES: 'this user may not use it: ports below 1024 need a privilege',
  EADDRNOTAVAIL: 'this machine does not have that address',
  ENOTFOUND: 'there is no host of that name',
};

/** Makes a server listen.
 * @param server the server
 * @param port the port; 0 is any free one
 * @param host the address, all by default
 * @returns the port
 * @throws Error in one line that names the address */
export function listen(server: Server, port: number, host?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void => {
      const { code, message } = faultOf(error);
      reject(new Error(`cannot listen on ${host ?? '*'}:${port}: ${REASONS[code] ?? message} (${code})`, { cause: error }));
    };
    server.once('error', refuse);
    server.listen({ port, ...(host !== undefined && { host }) }, () => {
      server.off('error', refuse);
      // an accept that fails (no file descriptor left) must not end the process
      server.on('error', () => undefined);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
