import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Certificates, issueCertificates } from '@instancetype/devcluster';
import type { ApiObject } from '@instancetype/kube';
import { type AdmitterProcess, startAdmitterProcess, untilReady } from './admitter-process.ts';
import { type Balancer, startBalancer } from './balancer.ts';
import type { TestCluster } from './cluster.ts';
import { deploy, shippedManifests, undeploy } from './deployment.ts';

const SERVICE = { namespace: 'instancetype', name: 'instancetype-admitter' };
const HOST = `${SERVICE.name}.${SERVICE.namespace}.svc`;

/** What is applied for it, but for the webhooks. */
export const ADMITTER_RBAC: readonly ApiObject[] = shippedManifests('admitter/deploy/base/rbac.yaml');
/** Its identity. */
export const ADMITTER_USER = 'system:serviceaccount:instancetype:instancetype-admitter';

/** The admitter as it is deployed: its manifests applied, its replicas as processes behind a service, its webhooks called. */
export interface AdmitterDeployment {
  /** Starts a replica under the identity of the manifests; it is given connections once it is ready.
   * @param flags more settings */
  addReplica(flags?: readonly string[]): Promise<AdmitterProcess>;
  /** Ends a replica as a rolling update does: it hears of its end, and new connections go to the others.
   * @returns its exit code */
  removeReplica(replica: AdmitterProcess): Promise<number | null>;
  /** Puts a new certificate of the same authority into the files that all replicas read. */
  replaceCertificate(): Promise<Certificates>;
  /** Has the API server call the webhooks for VMs, instance types and preferences of one namespace, and of the cluster.
   * @param namespace where tests work */
  register(namespace: string): Promise<void>;
  close(): Promise<void>;
}

/** Applies what the admitter is shipped with.
 * @param cluster where */
export async function deployAdmitter(cluster: TestCluster): Promise<AdmitterDeployment> {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-admitter-'));
  const balancer: Balancer = await startBalancer();
  await deploy(cluster, [...shippedManifests('admitter/deploy/base/namespace.yaml'), ...ADMITTER_RBAC]);
  const account = join(folder, 'serviceaccount');
  mkdirSync(account);
  const files = { token: await cluster.tokenFor(SERVICE.namespace, SERVICE.name), 'ca.crt': cluster.ca, namespace: SERVICE.namespace };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(account, name), text, { mode: 0o600 });
  const { hostname, port } = new URL(cluster.url);
  const env = { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port };
  let certificates = await issueCertificates({ hosts: [HOST] });
  const write = (): void => {
    for (const [name, text] of [['tls.crt', certificates.cert], ['tls.key', certificates.key]] as const) {
      writeFileSync(join(folder, `${name}.new`), text, { mode: 0o600 });
      renameSync(join(folder, `${name}.new`), join(folder, name));
    }
  };
  write();
  const replicas = new Set<AdmitterProcess>();
  const balance = (): void => balancer.use([...replicas].map(({ port }) => port));
  let registered: readonly ApiObject[] = [];
  return {
    async addReplica(flags = []) {
      const own = [`--tls-cert-file=${join(folder, 'tls.crt')}`, `--tls-key-file=${join(folder, 'tls.key')}`, `--service-account-dir=${account}`];
      const replica = await startAdmitterProcess([...own, '--drain-delay=2s', '--drain-timeout=10s', ...flags], env);
      await untilReady(replica);
      replicas.add(replica);
      balance();
      return replica;
    },
    removeReplica(replica) {
      const ended = replica.stop();
      replicas.delete(replica);
      balance();
      return ended;
    },
    async replaceCertificate() {
      certificates = await issueCertificates({ hosts: [HOST], authority: certificates });
      write();
      return certificates;
    },
    async register(namespace) {
      registered = shippedManifests('admitter/deploy/base/webhooks.yaml').map((configuration) => calling(configuration, { namespace, port: balancer.port, ca: certificates.ca }));
      await cluster.expose(SERVICE, balancer.port);
      await deploy(cluster, registered);
    },
    async close() {
      await undeploy(cluster, registered);
      await Promise.all([...replicas].map((replica) => replica.stop()));
      await balancer.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Called {
  readonly namespace: string;
  readonly port: number;
  readonly ca: string;
}

// what a cluster fills in (the authority), what this one needs (its port), and whom the tests are about: other tests go on beside them
function calling(configuration: ApiObject, { namespace, port, ca }: Called): ApiObject {
  const webhooks = configuration['webhooks'] as readonly { readonly clientConfig: { readonly service: object } }[];
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
  const caBundle = Buffer.from(ca).toString('base64');
  return { ...configuration, webhooks: webhooks.map((webhook) => ({ ...webhook, namespaceSelector, clientConfig: { service: { ...webhook.clientConfig.service, port }, caBundle } })) };
}
