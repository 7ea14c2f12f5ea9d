// A cluster in this process with the common instance types, and the admitter and the controller in processes of their own, as in any
// cluster: the one called by webhooks over TLS and found by its service, both under the rights that they are shipped with.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { instancetypes, preferences } from '@instancetype/catalog';
import { issueCertificates, kubeconfigOf, startDevCluster } from '@instancetype/devcluster';
import { connect, openApi, RESOURCES } from '@instancetype/kube';
import { parseAllDocuments } from 'yaml';
import { until } from './wait.mjs';

const SERVICE = 'instancetype/instancetype-admitter';
const FEATURES = ['references', 'instances', 'live-update', 'export'];
const ADMITTER = ['apps/admitter/deploy/base/rbac.yaml'];
const CONTROLLER = ['apps/controller/deploy/base/rbac.yaml', ...FEATURES.slice(1).map((feature) => `apps/controller/deploy/components/${feature}/rbac.yaml`)];
const RBAC = 'rbac.authorization.k8s.io';
const REGISTRATION = 'admissionregistration.k8s.io';
/** Kinds that only installations need: group and whether they are namespaced; all are of v1. */
const INSTALLED = {
  ServiceAccount: ['', true],
  ClusterRole: [RBAC, false],
  ClusterRoleBinding: [RBAC, false],
  Role: [RBAC, true],
  RoleBinding: [RBAC, true],
  MutatingWebhookConfiguration: [REGISTRATION, false],
  ValidatingWebhookConfiguration: [REGISTRATION, false],
};

/** Starts all of it, and waits until VMs are admitted.
 * @param root folder of the repository
 * @param admitter path of the admitter's program
 * @param controller path of the controller's */
export async function startPlayground({ root, admitter, controller }) {
  const folder = mkdtempSync(join(tmpdir(), 'instancetype-'));
  const cluster = await startDevCluster();
  const connection = await connect({ server: cluster.url, ca: cluster.ca, token: cluster.token });
  const api = openApi(connection);
  const children = [];
  const create = (object, options) => api.create(resourceOf(object.kind), object, options);
  const stop = async () => {
    await Promise.all(children.map(ended));
    await connection.close();
    await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const file = (name, text) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  // a program under its own identity, at free ports, until it is ready
  const run = async (program, name, args, message) => {
    const token = cluster.tokenFor({ username: `system:serviceaccount:instancetype:${name}`, groups: ['system:serviceaccounts', 'system:serviceaccounts:instancetype'] });
    const kubeconfig = file(`${name}.kubeconfig`, kubeconfigOf({ url: cluster.url, ca: cluster.ca, token }));
    const child = spawn(process.execPath, [...process.execArgv, resolve(root, program), `--kubeconfig=${kubeconfig}`, '--probe-host=127.0.0.1', '--probe-port=0', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const started = await told(child, message);
    await until(async () => (await fetch(`http://127.0.0.1:${started.probePort}/readyz`)).ok, name);
    return started;
  };
  try {
    for (const object of [...instancetypes(), ...preferences()]) await create(object);
    for (const name of ['instancetype', 'golden-images', 'ci', 'web', 'shop', 'ml', 'desktops']) await create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    for (const object of [...ADMITTER, ...CONTROLLER].flatMap((path) => manifests(root, path))) await create(object);

    const { ca, cert, key } = await issueCertificates({ hosts: ['instancetype-admitter.instancetype.svc'] });
    const serving = [`--tls-cert-file=${file('tls.crt', cert)}`, `--tls-key-file=${file('tls.key', key)}`, '--host=127.0.0.1', '--port=0', '--drain-delay=0s'];
    const [{ port }] = await Promise.all([
      run(admitter, 'instancetype-admitter', serving, 'serving'),
      run(controller, 'instancetype-controller', [`--features=${FEATURES}`, '--leader-election=false'], 'started'),
    ]);
    cluster.serve(SERVICE, `127.0.0.1:${port}`);
    for (const object of manifests(root, 'apps/admitter/deploy/base/webhooks.yaml')) await create(withBundle(object, ca));
    return { cluster, api, create, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The objects of a file.
 * @param root folder of the repository
 * @param file path from there */
export function manifests(root, file) {
  return parseAllDocuments(readFileSync(join(root, file), 'utf8')).map((document) => document.toJS());
}

/** A kind as the API serves it. */
export function resourceOf(kind) {
  if (RESOURCES[kind]) return RESOURCES[kind];
  const [group, namespaced] = INSTALLED[kind];
  return { group, version: 'v1', namespaced, kind, plural: `${kind.toLowerCase()}s` };
}

function withBundle(configuration, ca) {
  const caBundle = Buffer.from(ca).toString('base64');
  return { ...configuration, webhooks: configuration.webhooks.map((webhook) => ({ ...webhook, clientConfig: { ...webhook.clientConfig, caBundle } })) };
}

/** The line of a program's log that has a message. */
function told(child, message) {
  return new Promise((done, failed) => {
    child.once('exit', (code) => failed(new Error(`${child.spawnargs.find((argument) => argument.includes('main'))} ended with exit code ${code}`)));
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = text.startsWith('{') ? JSON.parse(text) : {};
      if (line.message === message) done(line);
    });
  });
}

function ended(child) {
  child.kill('SIGTERM');
  return new Promise((done) => (child.exitCode === null ? child.once('exit', done) : done()));
}
