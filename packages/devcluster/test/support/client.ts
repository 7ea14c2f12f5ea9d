import { Agent, request as overTls } from 'node:https';
import { request as overTcp } from 'node:http';
import { text } from 'node:stream/consumers';
import { type DevCluster, type DevClusterOptions, startDevCluster } from '../../src/index.ts';

/** An answer, its body parsed where it is JSON. */
export interface Answered {
  readonly code: number;
  readonly warning: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: any;
}

/** A cluster with somebody who asks it. */
export interface Asked {
  readonly cluster: DevCluster;
  readonly call: (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Answered>;
  readonly close: () => Promise<void>;
}

const PATCH = 'application/merge-patch+json';

/** Starts a cluster, and asks it over real sockets.
 * @param options of the cluster */
export async function startAsked(options: DevClusterOptions = {}): Promise<Asked> {
  const cluster = await startDevCluster(options);
  const agent = cluster.ca === '' ? undefined : new Agent({ ca: cluster.ca, keepAlive: true });
  const send = cluster.ca === '' ? overTcp : overTls;
  const call: Asked['call'] = (method, path, body, headers = {}) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answered>();
    const sent = body === undefined ? undefined : Buffer.isBuffer(body) || typeof body === 'string' ? Buffer.from(body as string) : Buffer.from(JSON.stringify(body));
    const typed = sent && { 'content-type': method === 'PATCH' ? PATCH : 'application/json', 'content-length': String(sent.length) };
    const outgoing = send(`${cluster.url}${path}`, { method, ...(agent && { agent }), headers: { authorization: `Bearer ${cluster.token}`, ...typed, ...headers } }, (response) => {
      text(response).then((all) => {
        const isJson = String(response.headers['content-type']).startsWith('application/json') && !all.includes('}\n{');
        resolve({ code: response.statusCode ?? 0, warning: response.headers['warning'] as string | undefined, headers: response.headers, body: isJson && all !== '' ? JSON.parse(all) : all });
      }, reject);
    });
    outgoing.on('error', reject);
    outgoing.end(sent);
    return promise;
  };
  return {
    ...{ cluster, call },
    close: async () => {
      agent?.destroy();
      await cluster.close();
    },
  };
}

/** The events that a watch gave until it ended.
 * @param answered of a watch with timeoutSeconds */
export function eventsIn({ body }: Answered): readonly { readonly type: string; readonly object: any }[] {
  const lines = typeof body === 'string' ? body.trim().split('\n').filter((line) => line !== '') : [JSON.stringify(body)];
  return lines.map((line) => JSON.parse(line) as { type: string; object: unknown });
}

/** Waits until something is so.
 * @param isSo looks
 * @param what it is, for the failure */
export async function until(isSo: () => Promise<boolean> | boolean, what: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`It has not come to pass in 10 s: ${what}`);
}

/** Where config maps are. */
export const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
/** Where VMs are. */
export const VMS = '/apis/kubevirt.io/v1/namespaces/default/virtualmachines';

/** A config map.
 * @param name its
 * @param metadata more of it
 * @param data its */
export function configMap(name: string, metadata: object = {}, data: object = { a: 'b' }): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data };
}

/** A VM.
 * @param name its
 * @param metadata more of it
 * @param spec more of it */
export function vm(name: string, metadata: object = {}, spec: object = {}): object {
  return { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name, ...metadata }, spec: { runStrategy: 'Halted', ...spec } };
}
