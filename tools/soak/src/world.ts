import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DevCluster, issueCertificates, startDevCluster } from '@instancetype/devcluster';
import { type Api, type ApiObject, type ApiResource, connect, openApi } from '@instancetype/kube';
import { parseAllDocuments } from 'yaml';
import { type Faults, openFaults, UNHARMED } from './faults.ts';
import { Ledger } from './ledger.ts';
import { firstObjects } from './objects.ts';
import { type Program, startProgram } from './program.ts';
import type { Random } from '@instancetype-tools/random';

const CONTROLLER = 'controller';
const SERVICE = 'instancetype-admitter.instancetype.svc';
const MANIFEST = join(import.meta.dirname, '../../../apps/admitter/deploy/base/webhooks.yaml');
const LOCAL = ['--probe-host=127.0.0.1', '--probe-port=0'];
const TAKE_DOWN_MS = 250;

/** A cluster that does not behave, with both apps beside it. */
export interface World {
  readonly cluster: DevCluster;
  /** Requests that meet no fault. */
  readonly api: Api;
  readonly ledger: Ledger;
  readonly faults: Faults;
  /** All programs that were ever started. */
  readonly programs: readonly Program[];
  startController(): Program;
  /** Starts the admitter, and has its webhooks called. */
  startAdmitter(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the cluster.
 * @param random of the faults */
export async function openWorld(random: Random): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  const [ledger, faults] = [new Ledger(), openFaults(random)];
  const objects = firstObjects();
  const cluster = await startDevCluster({ objects, onChange: (change) => ledger.see(change), faults: faults.inject, bookmarkEvery: 5000, historySize: 2000 });
  const tokenFor = (username: string): string => cluster.tokenFor({ username, groups: ['system:masters'] });
  const connection = await connect({ server: cluster.url, ca: cluster.ca, token: tokenFor(UNHARMED) });
  const api = openApi(connection);
  await seeFirst(api, ledger, objects);
  const account = (user: string): string => {
    mkdirSync(join(folder, user));
    for (const [name, text] of [['token', tokenFor(user)], ['ca.crt', cluster.ca], ['namespace', 'instancetype']] as const) writeFileSync(join(folder, user, name), text, { mode: 0o600 });
    return `--service-account-dir=${join(folder, user)}`;
  };
  const accounts = { [CONTROLLER]: account(CONTROLLER), admitter: account('admitter') };
  const { hostname, port } = new URL(cluster.url);
  const env = { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port };
  const takeDown = (): void => {
    ledger.count(cluster.requests, CONTROLLER);
    cluster.clearRequests();
  };
  const timer = setInterval(takeDown, TAKE_DOWN_MS);
  const programs: Program[] = [];
  const start = (app: 'admitter' | 'controller', flags: readonly string[]): Program => {
    const program = startProgram(app, [...LOCAL, accounts[app], ...flags], env);
    programs.push(program);
    return program;
  };
  return {
    ...{ cluster, api, ledger, faults, programs },
    startController: () => start('controller', ['--lease-duration=10s', '--lease-renew-deadline=7s', '--lease-retry=1s']),
    async startAdmitter() {
      const { cert, key, ca } = await issueCertificates({ hosts: [SERVICE] });
      const files = { cert: join(folder, 'tls.crt'), key: join(folder, 'tls.key') };
      writeFileSync(files.cert, cert);
      writeFileSync(files.key, key, { mode: 0o600 });
      const admitter = start('admitter', ['--host=127.0.0.1', '--port=0', '--drain-delay=0s', `--tls-cert-file=${files.cert}`, `--tls-key-file=${files.key}`]);
      const serving = await admitter.line('serving');
      if (!serving) throw new Error(`The admitter does not serve: ${admitter.complaints.join('; ')}`);
      await untilReady(Number(serving['probePort']));
      cluster.serve('instancetype/instancetype-admitter', `127.0.0.1:${serving['port']}`);
      await register(api, ca, Number(serving['port']));
    },
    async close() {
      clearInterval(timer);
      for (const program of programs) if (program.isAlive) program.kill('SIGKILL');
      await Promise.all(programs.map(({ ended }) => ended));
      await connection.close();
      await cluster.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// what is there from the start is nothing that changes
async function seeFirst(api: Api, ledger: Ledger, objects: readonly ApiObject[]): Promise<void> {
  const listed = [...new Map(objects.map((object) => [object.kind, resourceFor(object)])).values()].filter(({ group }) => group === 'instancetype.kubevirt.io');
  for (const resource of listed) {
    for (const object of (await api.list(resource)).items) ledger.see({ type: 'ADDED', object: { ...object, kind: resource.kind } as Parameters<Ledger['see']>[0]['object'], old: undefined });
  }
}

async function register(api: Api, ca: string, port: number): Promise<void> {
  const caBundle = Buffer.from(ca).toString('base64');
  for (const document of parseAllDocuments(readFileSync(MANIFEST, 'utf8'))) {
    const configuration = document.toJS() as ApiObject & { readonly webhooks: readonly { readonly clientConfig: { readonly service: object } }[] };
    const webhooks = configuration.webhooks.map((webhook) => ({ ...webhook, clientConfig: { service: { ...webhook.clientConfig.service, port }, caBundle } }));
    await api.create(resourceFor(configuration), { ...configuration, webhooks });
  }
}

/** The resource of an object.
 * @param object with apiVersion and kind */
export function resourceFor({ apiVersion, kind }: ApiObject): ApiResource {
  const [version = '', group = ''] = (apiVersion ?? '').split('/').toReversed();
  const name = kind ?? '';
  return { group, version, kind: name, plural: `${name.toLowerCase()}s`, namespaced: !/^(Namespace|VirtualMachineCluster|MutatingWebhook|ValidatingWebhook|CustomResource)/.test(name) };
}

async function untilReady(port: number): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if ((await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))?.ok) return;
  }
  throw new Error('The admitter is not ready after a minute.');
}
