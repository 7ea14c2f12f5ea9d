import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Where connections go, as a Service of a cluster decides it: new ones to whoever is ready, open ones stay where they are. */
export interface Balancer {
  readonly port: number;
  /** The ports that are given new connections from now on, in turn. */
  use(ports: readonly number[]): void;
  close(): Promise<void>;
}

/** Starts a balancer of TCP connections. */
export async function startBalancer(): Promise<Balancer> {
  let [ports, turn]: [readonly number[], number] = [[], 0];
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const port = ports[turn++ % ports.length];
    if (port === undefined) return void client.destroy();
    const backend = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    for (const [from, to] of [[client, backend], [backend, client]] as const) {
      open.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroySoon();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    use: (next) => {
      ports = next;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
