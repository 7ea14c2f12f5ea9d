import { createSecureContext } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { Access } from './access.ts';
import { ApiError } from './api-error.ts';

const CONNECT_MS = 10_000;
const KEEP_ALIVE_PROBE_MS = 30_000;
/** How long an unused connection stays open. */
const IDLE_MS = 60_000;
/** Enough for every watch of a program and what it writes meanwhile. */
const CONNECTIONS = 100;

/** Sockets to one API server, shared by all requests: HTTP/1.1, so that one silent connection holds up one watch and no other.
 * Silence is limited by whoever asks, so it is not limited here. Throws where the certificates or the key cannot be used.
 * @param access how to reach it */
export function dispatcherFor({ server, tls, proxyUrl }: Access): Dispatcher {
  const { origin } = new URL(server);
  const given = Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
  if (origin.startsWith('https:')) checkMaterial(tls);
  const connect = { ...given, timeout: CONNECT_MS, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_PROBE_MS };
  const limits = { connections: CONNECTIONS, pipelining: 1, allowH2: false, keepAliveTimeout: IDLE_MS, headersTimeout: 0, bodyTimeout: 0 };
  if (!proxyUrl) return new Agent({ ...limits, connect });
  if (!/^https?:/.test(proxyUrl)) throw new ApiError('unavailable', `The proxy ${JSON.stringify(proxyUrl)} is none of HTTP: only those are supported.`);
  return new ProxyAgent({ ...limits, uri: proxyUrl, requestTls: connect });
}

// a file that is read while it is being written is no reason to drop what works
function checkMaterial({ ca, cert, key, passphrase }: Access['tls']): void {
  if (ca !== undefined && !isComplete(ca)) throw new ApiError('unavailable', 'The certificate authority is no complete PEM certificate.');
  createSecureContext({ ca, cert, key, passphrase });
}

// what stands on one line with something else is passed over without a word
function isComplete(ca: string): boolean {
  const begun = ca.split('-----BEGIN CERTIFICATE-----').length - 1;
  const whole = ca.match(/^-----BEGIN CERTIFICATE-----\s*$[^-]*^-----END CERTIFICATE-----\s*$/gm)?.length ?? 0;
  return whole > 0 && whole === begun;
}
