import { createServer as createPlain, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** What one request has brought. */
export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly impersonated: string | undefined;
  readonly accept: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
  /** The common name of the client's certificate. */
  readonly client: string | undefined;
}

/** A server on this machine that remembers what it was asked. */
export interface Listener {
  readonly url: string;
  readonly port: number;
  readonly heard: Heard[];
  readonly server: Server;
  /** How many sockets are open. */
  readonly sockets: () => number;
  close(): Promise<void>;
}

/** TLS of a server. */
export interface ServerTls {
  readonly cert: string;
  readonly key: string;
  /** Whose client certificates it takes. */
  readonly ca?: string;
}

export type Respond = (heard: Heard) => { readonly status?: number; readonly body?: string; readonly headers?: Record<string, string> } | 'hang';

const ALL_IS_WELL: Respond = () => ({});

export async function listen(respond: Respond = ALL_IS_WELL, tls?: ServerTls): Promise<Listener> {
  const heard: Heard[] = [];
  const open = new Set<Socket>();
  const answer: RequestListener = (request, response) => {
    void textOf(request).then((body) => {
      const one = heardOf(request, body);
      heard.push(one);
      const given = respond(one);
      if (given === 'hang') return;
      response.writeHead(given.status ?? 200, { 'content-type': 'application/json', ...given.headers });
      response.end(given.body ?? '{}');
    });
  };
  const server = tls ? (createServer({ ...tls, requestCert: true, rejectUnauthorized: false }, answer) as unknown as Server) : createPlain(answer);
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    heard,
    server,
    sockets: () => open.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function heardOf({ method = '', url = '', headers, socket }: IncomingMessage, body: string): Heard {
  const name = (socket as Partial<TLSSocket>).getPeerCertificate?.().subject?.CN;
  return {
    method,
    path: url,
    authorization: headers.authorization,
    impersonated: headers['impersonate-user'] as string | undefined,
    accept: headers.accept,
    contentType: headers['content-type'],
    body,
    client: Array.isArray(name) ? name[0] : name,
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
