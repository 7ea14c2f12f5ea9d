import type { Access } from './access.ts';
import { ApiError } from './api-error.ts';
import { showUrl } from './show-url.ts';
import type { Wire } from './wire.ts';
import { CONNECT_MS, CONNECTIONS, IDLE_MS, PROBE_MS } from './wire-limits.ts';

/** Sockets that lead through an HTTP proxy, which few have. The library that knows how is loaded only here: it takes more memory than
 * the rest of this package.
 * @param access how to reach the API server
 * @param proxyUrl where the proxy is */
export async function proxiedWire({ server, tls }: Access, proxyUrl: string): Promise<Wire> {
  if (!/^https?:/.test(proxyUrl) || !URL.canParse(proxyUrl)) throw new ApiError('unavailable', `The proxy ${JSON.stringify(showUrl(proxyUrl))} is no URL of HTTP: only those are supported.`);
  const { ProxyAgent } = await import('undici');
  const { origin } = new URL(server);
  const given = Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
  const requestTls = { ...given, timeout: CONNECT_MS, keepAlive: true, keepAliveInitialDelay: PROBE_MS };
  const limits = { connections: CONNECTIONS, pipelining: 1, allowH2: false, keepAliveTimeout: IDLE_MS, headersTimeout: 0, bodyTimeout: 0 };
  const agent = new ProxyAgent({ ...limits, uri: proxyUrl, requestTls });
  return {
    async send({ method, path, headers, body, signal }) {
      const answer = await agent.request({ origin, path, method: method as 'GET', headers, body: body ?? null, signal });
      return { status: answer.statusCode, headers: answer.headers, body: answer.body, discard: () => answer.body.dump() };
    },
    retire: () => agent.close(),
    destroy: () => agent.destroy(),
  };
}
