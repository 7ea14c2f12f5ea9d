import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Certificates, type DevCluster, type DevClusterOptions, issueCertificates, kubeconfigOf, startDevCluster } from '@instancetype/devcluster';
import { type Api, type ApiObject, connect, type KnownKind, openApi, RESOURCES } from '@instancetype/kube';
import { openLog } from '@instancetype/operate';
import { readAdmitterSettings } from '../../src/settings.ts';
import { type Admitter, startAdmitter } from '../../src/start-admitter.ts';

export type Json = Record<string, any>;

const HOST = 'instancetype-admitter.instancetype.svc';
export const ADMITTER_USER = 'admitter';

export interface Running {
  readonly cluster: DevCluster;
  readonly admitter: Admitter;
  /** Requests to the cluster as its administrator. */
  readonly api: Api;
  readonly certificates: Certificates;
  readonly folder: string;
  /** Parsed lines of the log. */
  readonly lines: Json[];
  create(object: Json): Promise<ApiObject>;
  /** Posts bytes to a webhook. */
  post(path: string, body: string | Buffer, headers?: Json, method?: string): Promise<{ readonly status: number; readonly text: string; readonly headers: Json }>;
  /** Posts a review, and gives its response. */
  review(path: string, review: unknown): Promise<Json>;
  probe(path: string): Promise<{ readonly status: number; readonly text: string }>;
  stop(): Promise<void>;
}

/** A cluster and the admitter beside it, in this process. */
export async function startBoth({ flags = [], cluster: clusterOptions, before }: { flags?: readonly string[]; cluster?: DevClusterOptions; before?: (cluster: DevCluster) => void } = {}): Promise<Running> {
  const cluster = await startDevCluster(clusterOptions);
  const folder = mkdtempSync(join(tmpdir(), 'admitter-'));
  const certificates = await issueCertificates({ hosts: [HOST] });
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  before?.(cluster);
  const token = cluster.tokenFor({ username: ADMITTER_USER, groups: ['system:masters'] });
  const kubeconfig = file('kubeconfig', kubeconfigOf({ url: cluster.url, ca: cluster.ca, token }));
  const own = [`--tls-cert-file=${file('tls.crt', certificates.cert)}`, `--tls-key-file=${file('tls.key', certificates.key)}`, `--kubeconfig=${kubeconfig}`, '--port=0', '--probe-port=0', '--host=127.0.0.1', '--probe-host=127.0.0.1'];
  const read = readAdmitterSettings([...own, ...flags], {});
  if (!read.ok) throw new Error(read.text);
  const lines: Json[] = [];
  const log = openLog({ level: 'debug', write: (line) => void lines.push(JSON.parse(line) as Json) });
  const admitter = await startAdmitter(read.settings, { log, starting: { draining: { name: 'draining', check: () => undefined } } }).catch(async (error: unknown) => {
    await cluster.close();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  const connection = await connect({ server: cluster.url, ca: cluster.ca, token: cluster.token });
  const api = openApi(connection);
  const agent = new Agent({ keepAlive: true, ca: certificates.ca, servername: HOST });

  const post: Running['post'] = (path, body, headers = {}, method = 'POST') => {
    const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<Running['post']>>>();
    const call = request({ agent, host: '127.0.0.1', port: admitter.port, path, method, headers: { 'content-type': 'application/json', ...headers } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8'), headers: answer.headers }));
      answer.on('error', reject);
    });
    call.on('error', reject);
    call.end(body);
    return promise;
  };
  return {
    ...{ cluster, admitter, api, certificates, folder, lines, post },
    create: (object) => api.create(RESOURCES[object['kind'] as KnownKind], object as ApiObject),
    async review(path, review) {
      const { status, text } = await post(path, JSON.stringify(review));
      if (status !== 200) throw new Error(`HTTP ${status}: ${text}`);
      return (JSON.parse(text) as Json)['response'] as Json;
    },
    async probe(path) {
      const answer = await fetch(`http://127.0.0.1:${admitter.probePort}${path}`);
      return { status: answer.status, text: await answer.text() };
    },
    async stop() {
      agent.destroy();
      await admitter.close({ withinMs: 1000 });
      await connection.close();
      await cluster.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (await isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it did not come about within 15 s');
}
