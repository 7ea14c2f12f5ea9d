import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import type { Access, ReadAccess } from './access.ts';

/** What the library makes up where it finds no kubeconfig. */
const NOWHERE = 'http://localhost:8080';

/** What a kubeconfig says, with plugins and providers asked for a token. The client library that knows them all is loaded only
 * here: it takes more memory than a whole server.
 * @param file its path, or true for KUBECONFIG and ~/.kube/config
 * @param context other than the current one */
export function kubeconfig(file: string | true, context: string | undefined): ReadAccess {
  let known: KubeConfig | undefined;
  return async (refused) => {
    const { KubeConfig: Config } = await import('@kubernetes/client-node');
    const read = new Config();
    if (file === true) read.loadFromDefault();
    else read.loadFromFile(file);
    if (read.clusters[0]?.server === NOWHERE && read.clusters[0].name === 'cluster') throw new Error('There is no kubeconfig: KUBECONFIG is not set, and there is no ~/.kube/config.');
    if (context !== undefined) choose(read, context);
    // it keeps the tokens that its plugins have given, which are good until they expire or are refused
    const config = known && !refused && textOfConfig(known) === textOfConfig(read) ? known : read;
    known = config;
    return accessOf(config);
  };
}

async function accessOf(config: KubeConfig): Promise<Access> {
  const cluster = config.getCurrentCluster();
  if (!cluster) throw new Error('The kubeconfig names no cluster: set current-context, or name a context.');
  if (typeof cluster.server !== 'string' || !/^https?:\/\//.test(cluster.server)) throw new Error(`The kubeconfig has no URL as server of the cluster ${JSON.stringify(cluster.name)}.`);
  // there is nothing to verify without TLS, but the library insists
  if (cluster.server.startsWith('http:')) Object.assign(cluster, { skipTLSVerify: true });
  // a proxy is our business: the library would refuse some, and prepare sockets for others
  const { proxyUrl } = cluster;
  const options: RequestOptions = {};
  Object.assign(cluster, { proxyUrl: undefined });
  try {
    await config.applyToHTTPSOptions(options);
  } finally {
    Object.assign(cluster, { proxyUrl });
  }
  const namespace = config.getContextObject(config.getCurrentContext())?.namespace;
  return { server: cluster.server, namespace, headers: headersOf(options), tls: tlsOf(options), proxyUrl };
}

function choose(config: KubeConfig, context: string): void {
  if (!config.getContextObject(context)) throw new Error(`The kubeconfig has no context ${JSON.stringify(context)}. It has: ${config.getContexts().map(({ name }) => name).join(', ') || 'none'}.`);
  config.setCurrentContext(context);
}

function textOfConfig({ clusters, users, contexts, currentContext }: KubeConfig): string {
  // what was set for the library's sake is none of the text
  return JSON.stringify([clusters.map(({ skipTLSVerify: _, ...cluster }) => cluster), users, contexts, currentContext]);
}

function headersOf({ headers = {}, auth }: RequestOptions): Readonly<Record<string, string>> {
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  const basic = auth ? [['authorization', `Basic ${Buffer.from(auth).toString('base64')}`]] : [];
  return Object.fromEntries([...given, ...basic]) as Record<string, string>;
}

function tlsOf({ ca, cert, key, passphrase, servername, rejectUnauthorized }: RequestOptions): Access['tls'] {
  return { ca: textOf(ca), cert: textOf(cert), key: textOf(key), passphrase, servername, rejectUnauthorized };
}

function textOf(pem: unknown): string | undefined {
  return pem === undefined || pem === null ? undefined : String(pem);
}
