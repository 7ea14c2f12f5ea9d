import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import type { ReadAccess } from './access.ts';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Whether this program runs in a pod. */
export function isInCluster(): boolean {
  return Boolean(process.env['KUBERNETES_SERVICE_HOST'] && process.env['KUBERNETES_SERVICE_PORT']);
}

/** The service account of the pod. Its token is replaced every hour or so, its certificate authority now and then.
 * @param directory of its files */
export function inCluster(directory: string = SERVICE_ACCOUNT): ReadAccess {
  const read = (file: string): Promise<string> => readFile(join(directory, file), 'utf8');
  return async () => {
    const host = process.env['KUBERNETES_SERVICE_HOST'];
    const port = process.env['KUBERNETES_SERVICE_PORT'];
    if (!host || !port) throw new Error('KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set: this program does not run in a pod.');
    const [token, ca, namespace] = await Promise.all([read('token'), read('ca.crt'), read('namespace').catch(() => '')]);
    if (token.trim() === '') throw new Error(`${join(directory, 'token')} is empty.`);
    const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
    return { server, namespace: namespace.trim() || undefined, headers: { authorization: `Bearer ${token.trim()}` }, tls: { ca } };
  };
}
