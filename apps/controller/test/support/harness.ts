import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DevCluster, type DevClusterOptions, kubeconfigOf, type LoggedRequest, startDevCluster } from '@instancetype/devcluster';
import { type Api, type ApiObject, type ApiResource, connect, type KnownKind, openApi, RESOURCES } from '@instancetype/kube';
import { openLog } from '@instancetype/operate';
import { readControllerSettings } from '../../src/settings.ts';
import { type Controller, startController } from '../../src/start-controller.ts';
import type { Json } from './objects.ts';

const WRITES = ['create', 'update', 'patch', 'delete'];

/** A controller in this process. */
export interface Replica {
  readonly controller: Controller;
  /** Who it is to the cluster. */
  readonly user: string;
  /** Parsed lines of its log. */
  readonly lines: readonly Json[];
  /** Why it wants to end. */
  readonly stops: readonly string[];
  probe(path: string): Promise<{ readonly status: number; readonly text: string }>;
  stop(): Promise<void>;
}

/** A cluster, and controllers beside it. */
export interface World {
  readonly cluster: DevCluster;
  /** Requests to the cluster as its administrator. */
  readonly api: Api;
  create(object: ApiObject): Promise<ApiObject>;
  get(kind: string, name: string, namespace?: string): Promise<Json>;
  list(kind: string): Promise<readonly Json[]>;
  /** A kubeconfig of a user.
   * @returns its path */
  kubeconfigFor(user: string): string;
  start(flags?: readonly string[], user?: string): Promise<Replica>;
  /** What a user has written so far: `create controllerrevisions.apps NAME`, and only what the cluster accepted. */
  writes(user?: string): readonly string[];
  requests(user?: string): readonly LoggedRequest[];
  stop(): Promise<void>;
}

export const USER = 'controller';

export function resourceOf(kind: string): ApiResource {
  return RESOURCES[kind as KnownKind];
}

/** Starts a cluster. */
export async function openTestWorld(options: DevClusterOptions = {}): Promise<World> {
  const cluster = await startDevCluster(options);
  const folder = mkdtempSync(join(tmpdir(), 'controller-'));
  const connection = await connect({ server: cluster.url, ca: cluster.ca, token: cluster.token });
  const api = openApi(connection);
  const replicas = new Set<Replica>();
  const requests: World['requests'] = (user = USER) => cluster.requests.filter((each) => each.user === user && !each.resource.startsWith('leases'));
  const kubeconfigFor: World['kubeconfigFor'] = (user) => {
    const path = join(folder, `${user}.kubeconfig`);
    writeFileSync(path, kubeconfigOf({ url: cluster.url, ca: cluster.ca, token: cluster.tokenFor({ username: user, groups: ['system:masters'] }) }));
    return path;
  };
  return {
    ...{ cluster, api, requests, kubeconfigFor },
    create: (object) => api.create(resourceOf(object.kind as string), object),
    get: async (kind, name, namespace = 'default') => (await api.get(resourceOf(kind), { name, namespace })) as Json,
    list: async (kind) => (await api.list(resourceOf(kind))).items as readonly Json[],
    writes: (user) => requests(user).filter(({ verb, code }) => WRITES.includes(verb) && code < 300 && code > 0).map(({ verb, resource, name }) => `${verb} ${resource} ${name}`.trim()),
    async start(flags = ['--leader-election=false'], user = USER) {
      const replica = await startReplica([`--kubeconfig=${kubeconfigFor(user)}`, ...flags], user);
      replicas.add(replica);
      return replica;
    },
    async stop() {
      await Promise.all([...replicas].map((replica) => replica.stop()));
      await connection.close();
      await cluster.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startReplica(flags: readonly string[], user: string): Promise<Replica> {
  const read = readControllerSettings(['--probe-port=0', '--probe-host=127.0.0.1', ...flags], {});
  if (!read.ok) throw new Error(read.text);
  const [lines, stops]: [Json[], string[]] = [[], []];
  const log = openLog({ level: 'debug', write: (line) => void lines.push(JSON.parse(line) as Json) });
  const starting = { draining: { name: 'draining', check: () => undefined }, stop: (reason: string) => void stops.push(reason) };
  const controller = await startController(read.settings, { log, starting });
  let stopped: Promise<unknown> | undefined;
  return {
    ...{ controller, user, lines, stops },
    async probe(path) {
      const answer = await fetch(`http://127.0.0.1:${controller.probePort}${path}`);
      return { status: answer.status, text: await answer.text() };
    },
    async stop() {
      stopped ??= controller.close({ withinMs: 5000 });
      await stopped;
    },
  };
}

/** Waits until something is so. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 1200; attempt++) {
    if (await isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it did not come about within 30 s');
}

/** Lets whatever is going on go on for a while, to see that nothing happens. */
export async function aWhile(ms = 400): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
