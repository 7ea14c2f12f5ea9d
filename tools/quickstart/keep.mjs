// The cluster of the tour, until it is ended: for kubectl, or whatever else speaks to a cluster.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPlayground } from './playground.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'instancetype-cluster-'));
const kubeconfig = join(folder, 'kubeconfig');
const { cluster, stop } = await startPlayground({ root, admitter: 'apps/admitter/dist/main.js', controller: 'apps/controller/dist/main.js' });
writeFileSync(kubeconfig, cluster.kubeconfig, { mode: 0o600 });
console.log(`A cluster is at ${cluster.url}: in memory, for trying things, gone when you end it (Ctrl-C, or kill ${process.pid}).
Nothing boots in it: the columns STATUS, READY and PHASE stay empty.

  export KUBECONFIG=${kubeconfig}
  kubectl get virtualmachineclusterinstancetypes
  kubectl create -f examples/golden-image.yaml
  kubectl get vm,vmi -n ci -o yaml`);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
    process.exit(0);
  });
}
