import type { Access } from './access.ts';
import { checkMaterial } from './check-material.ts';
import { directWire } from './direct-wire.ts';
import { proxiedWire } from './proxied-wire.ts';
import type { Wire } from './wire.ts';

/** Sockets to an API server. Rejects where the certificates, the key or the proxy cannot be used.
 * @param access how to reach it */
export async function wireTo(access: Access): Promise<Wire> {
  if (access.server.startsWith('https:')) checkMaterial(access.tls);
  return access.proxyUrl ? proxiedWire(access, access.proxyUrl) : directWire(access);
}
