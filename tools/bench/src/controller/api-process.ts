import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What the API server is asked. */
export type ApiQuestion = 'counts' | 'reactions';

/** Times in ms from the changes of VMs, as they went out to watchers, to what was written because of them. */
export interface Reactions {
  /** To the first write: a revision. */
  readonly first: readonly number[];
  /** To the last: the VM's status. */
  readonly last: readonly number[];
  /** Changes after which the last has not come yet. */
  readonly open: number;
}

/** Where an API server is. */
export interface ApiAddress {
  readonly url: string;
  readonly ca: string;
  readonly controllerToken: string;
  /** Of somebody else. */
  readonly token: string;
}

/** What the API server says: where it is, once, and then what it is asked. */
export type ApiAnswer = ApiAddress | { readonly counts: Counts } | { readonly reactions: Reactions };

/** Requests of the controller, but for its Lease, by verb and resource; with the status where they failed. */
export type Counts = Readonly<Record<string, number>>;

/** An API server in a process of its own. */
export interface ApiProcess extends ApiAddress {
  counts(): Promise<Counts>;
  /** Those that have come about since it was asked last. */
  reactions(): Promise<Reactions>;
  stop(): Promise<void>;
}

/** Starts an API server.
 * @param vms how many VMs it has from the start */
export async function startApi(vms: number): Promise<ApiProcess> {
  const execArgv = ['--conditions=@instancetype/source', '--disable-warning=ExperimentalWarning', '--max-old-space-size=8192'];
  const child = fork(join(import.meta.dirname, 'api-server.ts'), [String(vms)], { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const address = (await next(child)) as ApiAddress;
  const ask = async (question: ApiQuestion): Promise<ApiAnswer> => {
    child.send(question);
    return await next(child);
  };
  return {
    ...address,
    counts: async () => ((await ask('counts')) as { readonly counts: Counts }).counts,
    reactions: async () => ((await ask('reactions')) as { readonly reactions: Reactions }).reactions,
    async stop() {
      child.disconnect();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function next(child: ChildProcess): Promise<ApiAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<ApiAnswer>();
  const end = (code: number | null): void => reject(new Error(`The API server ended with exit code ${code}.`));
  child.once('exit', end);
  child.once('message', (message) => resolve(message as ApiAnswer));
  try {
    return await promise;
  } finally {
    child.off('exit', end);
  }
}
