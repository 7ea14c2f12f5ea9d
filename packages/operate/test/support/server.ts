import { Agent, request, type RequestOptions } from 'node:https';
import { connect, type TLSSocket } from 'node:tls';
import { type CertificatePair, type HttpsOptions, type HttpsServer, type Replied, serveHttps } from '@instancetype/operate';
import { certificatesFor } from './certificates.ts';

/** A server under test, and all that it has answered. */
export interface Tested extends AsyncDisposable {
  readonly server: HttpsServer;
  readonly ca: string;
  readonly replies: Replied[];
  /** Sends one request, on a connection of its own. */
  send(path: string, options?: SendOptions): Promise<Answer>;
  /** A connection on which anything can be written. */
  raw(): Promise<Raw>;
}

export interface SendOptions extends RequestOptions {
  readonly session?: Buffer;
  readonly body?: string | Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface Raw {
  readonly socket: TLSSocket;
  /** What has been answered so far. */
  text(): string;
  /** All that is answered until the server ends the connection. */
  readonly ended: Promise<string>;
}

export const JSON_HEADERS = { 'content-type': 'application/json' };

/** A certificate that is exchanged by hand. */
export class HandCertificate {
  readonly #listeners = new Set<(pair: CertificatePair) => void>();
  current: CertificatePair;

  constructor(current: CertificatePair) {
    this.current = current;
  }

  onChange(listener: (pair: CertificatePair) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  change(pair: CertificatePair): void {
    this.current = pair;
    for (const listener of this.#listeners) listener(pair);
  }
}

/** Starts a server whose path /echo answers with the body's length. */
export async function startServer(options: Partial<HttpsOptions> = {}): Promise<Tested> {
  const { ca, cert, key } = await certificatesFor('server');
  const replies: Replied[] = [];
  const server = await serveHttps({
    ...{ host: '127.0.0.1', port: 0, certificate: { current: { cert, key }, onChange: () => () => undefined } },
    routes: new Map([['/echo', ({ body }) => ({ status: 200, body: String(body.length) })]]),
    onReply: (replied) => void replies.push(replied),
    ...options,
  });
  return {
    ...{ server, ca, replies },
    send: (path, sendOptions) => send(server.port, path, { ca, ...sendOptions }),
    raw: () => openRaw(server.port, ca),
    [Symbol.asyncDispose]: async () => void (await server.close({ withinMs: 0 })),
  };
}

/** Sends one request, on a connection of its own unless an agent is given. */
export function send(port: number, path: string, { body, ...options }: SendOptions): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const call = request({ host: '127.0.0.1', port, path, method: 'POST', headers: JSON_HEADERS, agent: new Agent({ keepAlive: false }), ...options }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', reject);
    response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8'), headers: response.headers }));
  });
  call.on('error', reject);
  call.end(body);
  return promise;
}

async function openRaw(port: number, ca: string): Promise<Raw> {
  const socket = connect({ host: '127.0.0.1', port, ca });
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
  });
  const ended = new Promise<string>((resolve) => {
    socket.on('error', () => undefined).on('close', () => resolve(text));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve).once('error', reject);
  });
  return { socket, text: () => text, ended };
}
