import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { ApiServerOptions, ClusterAccess } from './options.ts';

/** A real kube-apiserver with an etcd of its own. */
export interface RealCluster extends ClusterAccess {
  /** Ends it and removes its files. */
  close(): Promise<void>;
}

const PROGRAM = join(import.meta.dirname, '../serve.ts');

/** Starts a control plane. A process of its own looks after it, and ends it when this process ends, however it ends; it does not keep
 * this process alive.
 * @param options how
 * @throws Error where there are no programs or they do not start, with what they said last */
export async function startApiServer(options: ApiServerOptions = {}): Promise<RealCluster> {
  const args = ['--disable-warning=ExperimentalWarning', PROGRAM, '--attached', '--options', JSON.stringify(options)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'], env: childEnvironment() });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const access = await accessFrom(child);
  forget(child);
  return {
    ...access,
    close: async () => {
      remember(child);
      child.stdin?.end();
      await ended;
    },
  };
}

// what a test runner sets for its own processes is none of this one's business
function childEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, USE_EXISTING_CLUSTER: _existing, ...others } = process.env;
  return others;
}

function accessFrom(child: ChildProcess): Promise<ClusterAccess> {
  const { promise, resolve, reject } = Promise.withResolvers<ClusterAccess>();
  let [output, errors] = ['', ''];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.endsWith('\n')) resolve(JSON.parse(output) as ClusterAccess);
  });
  child.once('error', reject);
  child.once('close', () => reject(new Error(errors.trim() || 'The process that starts the control plane ended without a word.')));
  return promise;
}

function forget(child: ChildProcess): void {
  child.unref();
  for (const stream of handles(child)) stream.unref?.();
}

function remember(child: ChildProcess): void {
  child.ref();
  for (const stream of handles(child)) stream.ref?.();
}

// the streams of a child are sockets
function handles({ stdin, stdout, stderr }: ChildProcess): readonly { ref?(): unknown; unref?(): unknown }[] {
  return [stdin, stdout, stderr] as readonly { ref?(): unknown; unref?(): unknown }[];
}
