// A cluster in this process with the common instance types, and the admitter in a process of its own, called by webhooks as in any
// cluster: over TLS, found by its service, under the rights that it is shipped with.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { instancetypes, preferences } from '@instancetype/catalog';
import { issueCertificates, kubeconfigOf, startDevCluster } from '@instancetype/devcluster';
import { connect, openApi, RESOURCES } from '@instancetype/kube';
import { parseAllDocuments } from 'yaml';

const SERVICE = 'instancetype/instancetype-admitter';
const IDENTITY = { username: 'system:serviceaccount:instancetype:instancetype-admitter', groups: ['system:serviceaccounts', 'system:serviceaccounts:instancetype'] };
const ROLES = { ServiceAccount: ['', 'v1', true], ClusterRole: ['rbac.authorization.k8s.io', 'v1', false], ClusterRoleBinding: ['rbac.authorization.k8s.io', 'v1', false] };
const WEBHOOKS = { MutatingWebhookConfiguration: ['admissionregistration.k8s.io', 'v1', false], ValidatingWebhookConfiguration: ['admissionregistration.k8s.io', 'v1', false] };

/** Starts both, and waits until VMs are admitted.
 * @param root folder of the repository
 * @param admitter path of the admitter's program */
export async function startPlayground({ root, admitter }) {
  const folder = mkdtempSync(join(tmpdir(), 'instancetype-'));
  const cluster = await startDevCluster();
  const connection = await connect({ server: cluster.url, ca: cluster.ca, token: cluster.token });
  const api = openApi(connection);
  let child;
  const stop = async () => {
    if (child) {
      child.kill('SIGTERM');
      await new Promise((done) => (child.exitCode === null ? child.once('exit', done) : done()));
    }
    await connection.close();
    await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const object of [...instancetypes(), ...preferences()]) await api.create(resourceOf(object.kind), object);
    for (const name of ['instancetype', 'golden-images', 'ci', 'web']) await api.create(resourceOf('Namespace'), { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    for (const object of manifests(root, 'apps/admitter/deploy/base/rbac.yaml')) await api.create(resourceOf(object.kind), object);

    const { ca, cert, key } = await issueCertificates({ hosts: ['instancetype-admitter.instancetype.svc'] });
    const token = cluster.tokenFor(IDENTITY);
    const files = { 'tls.crt': cert, 'tls.key': key, 'kubeconfig': kubeconfigOf({ url: cluster.url, ca: cluster.ca, token }) };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
    const settings = { 'tls-cert-file': 'tls.crt', 'tls-key-file': 'tls.key', kubeconfig: 'kubeconfig' };
    const args = Object.entries(settings).map(([name, file]) => `--${name}=${join(folder, file)}`);
    const local = ['--host=127.0.0.1', '--port=0', '--probe-host=127.0.0.1', '--probe-port=0', '--drain-delay=0s'];
    child = spawn(process.execPath, [...process.execArgv, resolve(root, admitter), ...args, ...local], { stdio: ['ignore', 'pipe', 'inherit'] });
    const { port, probePort } = await served(child);
    await ready(probePort);
    cluster.serve(SERVICE, `127.0.0.1:${port}`);
    for (const object of manifests(root, 'apps/admitter/deploy/base/webhooks.yaml')) await api.create(resourceOf(object.kind), withBundle(object, ca));
    return { cluster, api, create: (object, options) => api.create(resourceOf(object.kind), object, options), stop };
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

function resourceOf(kind) {
  if (RESOURCES[kind]) return RESOURCES[kind];
  const [group, version, namespaced] = { ...ROLES, ...WEBHOOKS }[kind];
  return { group, version, namespaced, kind, plural: `${kind.toLowerCase()}s` };
}

function withBundle(configuration, ca) {
  const caBundle = Buffer.from(ca).toString('base64');
  return { ...configuration, webhooks: configuration.webhooks.map((webhook) => ({ ...webhook, clientConfig: { ...webhook.clientConfig, caBundle } })) };
}

/** The ports that the admitter says it serves at. */
function served(child) {
  return new Promise((done, failed) => {
    child.once('exit', (code) => failed(new Error(`the admitter ended with exit code ${code}`)));
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = text.startsWith('{') ? JSON.parse(text) : {};
      if (line.message === 'serving') done(line);
    });
  });
}

async function ready(port) {
  for (let attempt = 0; attempt < 200; attempt++) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
    if (answer.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('the admitter is not ready after 10 s');
}
