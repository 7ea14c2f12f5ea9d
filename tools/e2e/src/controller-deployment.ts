import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ApiObject } from '@instancetype/kube';
import { until } from './attempt.ts';
import type { TestCluster } from './cluster.ts';
import { deploy, permissionsIn, shippedManifests } from './deployment.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SERVICE_ACCOUNT = { namespace: 'instancetype', name: 'instancetype-controller' };

/** The controller's identity. */
export const CONTROLLER_USER = `system:serviceaccount:${SERVICE_ACCOUNT.namespace}:${SERVICE_ACCOUNT.name}`;
/** What the controller is shipped with that gives rights: the base, and a component for each feature that needs more. */
export const CONTROLLER_RBAC = {
  base: 'controller/deploy/base/rbac.yaml',
  expand: 'controller/deploy/components/expand/rbac.yaml',
  lateInference: 'controller/deploy/components/late-inference/rbac.yaml',
  instances: 'controller/deploy/components/instances/rbac.yaml',
  liveUpdate: 'controller/deploy/components/live-update/rbac.yaml',
  export: 'controller/deploy/components/export/rbac.yaml',
  metrics: 'controller/deploy/components/metrics/rbac.yaml',
  snapshot: 'controller/deploy/components/snapshot/rbac.yaml',
} as const;

/** One replica, in a process of its own. */
export interface ControllerProcess {
  /** Messages of its log so far. */
  messages(): readonly unknown[];
  isReady(): Promise<boolean>;
  /** Sends SIGTERM.
   * @returns its exit code, when it has ended */
  stop(): Promise<number | null>;
}

/** The controller as it is deployed: its manifests applied, its replicas as processes under their identity. */
export interface ControllerDeployment {
  /** Gives it the rights of a component.
   * @param name of the component
   * @returns all permissions that it has by now */
  grant(name: keyof typeof CONTROLLER_RBAC): Promise<readonly string[]>;
  /** Starts a replica, and waits until it is ready.
   * @param flags its settings */
  addReplica(flags: readonly string[]): Promise<ControllerProcess>;
  close(): Promise<void>;
}

/** Applies what the controller is shipped with.
 * @param cluster where
 * @param name of its identity, its roles and its Lease: another one for a test whose requests are looked at apart */
export async function deployController(cluster: TestCluster, name: string = SERVICE_ACCOUNT.name): Promise<ControllerDeployment> {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-controller-'));
  const granted = new Set<string>();
  const grant: ControllerDeployment['grant'] = async (component) => {
    const manifests = renamed(shippedManifests(CONTROLLER_RBAC[component]), name);
    await deploy(cluster, manifests);
    for (const permission of permissionsIn(manifests)) granted.add(permission);
    return [...granted].toSorted();
  };
  await deploy(cluster, shippedManifests('controller/deploy/base/namespace.yaml'));
  await grant('base');
  const account = join(folder, 'serviceaccount');
  mkdirSync(account);
  const files = { token: await cluster.tokenFor(SERVICE_ACCOUNT.namespace, name), 'ca.crt': cluster.ca, namespace: SERVICE_ACCOUNT.namespace };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(account, name), text, { mode: 0o600 });
  const { hostname, port } = new URL(cluster.url);
  const env = { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port };
  const replicas = new Set<ControllerProcess>();
  return {
    grant,
    async addReplica(flags) {
      const replica = start([`--service-account-dir=${account}`, `--lease-name=${name}`, ...flags], env);
      replicas.add(replica);
      await until(() => replica.isReady());
      return replica;
    },
    async close() {
      await Promise.all([...replicas].map((replica) => replica.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function renamed(objects: readonly ApiObject[], name: string): readonly ApiObject[] {
  return JSON.parse(JSON.stringify(objects).replaceAll(SERVICE_ACCOUNT.name, name)) as readonly ApiObject[];
}

function start(flags: readonly string[], env: Readonly<Record<string, string>>): ControllerProcess {
  // the sources, so that nothing has to be built first
  const args = ['--conditions=@instancetype/source', '--disable-warning=ExperimentalWarning', join(ROOT, 'apps/controller/src/main.ts'), '--probe-host=127.0.0.1', '--probe-port=0', ...flags];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '', ...env } });
  const lines: Record<string, unknown>[] = [];
  createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> }).on('line', (text) => lines.push(JSON.parse(text) as Record<string, unknown>));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const port = (): unknown => lines.find(({ message }) => message === 'started')?.['probePort'];
  return {
    messages: () => lines.map(({ message }) => message),
    isReady: async () => port() !== undefined && ((await fetch(`http://127.0.0.1:${String(port())}/readyz`).catch(() => undefined))?.ok ?? false),
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
