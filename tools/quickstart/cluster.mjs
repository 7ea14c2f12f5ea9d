// A tour of the webhooks and the controller on a cluster in this process.
import { showLife } from './life.mjs';
import { manifests, startPlayground } from './playground.mjs';
import { paint, print, step, wrapped } from './print.mjs';

/** Shows what the webhooks and the controller do.
 * @returns whether everything went as it says */
export async function showCluster({ root, admitter, controller }) {
  step('Now with a cluster: a Kubernetes API in this process, the common instance types in it, the admission webhooks and the controller beside it.');
  const playground = await startPlayground({ root, admitter, controller });
  try {
    return (await showWebhooks(playground, root)) && (await showLife(playground, manifests(root, 'examples/growing.yaml')[0]));
  } finally {
    await playground.stop();
  }
}

async function showWebhooks(playground, root) {
  const results = [];

  print('A VM that leaves its size to its image, examples/golden-image.yaml:');
  const [claim, source, vm] = manifests(root, 'examples/golden-image.yaml');
  for (const image of [claim, source]) await playground.create(image);
  results.push(await post(vm, { stores: ['spec.instancetype', 'spec.preference', 'spec.template.spec.architecture', 'spec.template.spec.domain.machine'] }));

  print('A VM that says how many cores it has, though its instance type decides that, examples/conflict.yaml:');
  const [conflict] = manifests(root, 'examples/conflict.yaml');
  results.push(await post(conflict, { refuses: ['spec.template.spec.domain.cpu.cores', 'spec.template.spec.domain.memory.guest'] }));

  print('An instance type that gives more memory away than it has:');
  const metadata = { name: 'generous' };
  const spec = { cpu: { guest: 2 }, memory: { guest: '4Gi', overcommitPercent: 120 } };
  results.push(await post({ apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachineClusterInstancetype', metadata, spec }, { refuses: ['spec.memory.overcommitPercent'] }));
  return results.every(Boolean);

  /** Posts an object, shows what becomes of it, and checks that. */
  async function post(object, { stores = [], refuses = [] }) {
    const { namespace, name } = object.metadata;
    print(`${paint('dim', '>')} POST ${object.kind} ${namespace ? `${namespace}/` : ''}${name}`);
    try {
      const stored = await playground.create(object);
      const fields = stores.map((path) => [path, path.split('.').reduce((at, key) => at?.[key], stored)]);
      for (const [path, value] of fields) print(`  201 Created  ${path}: ${JSON.stringify(value)}`);
      return refuses.length === 0 && fields.every(([, value]) => value !== undefined && !JSON.stringify(value).includes('inferFromVolume'));
    } catch (error) {
      const causes = error.details?.causes ?? [];
      if (error.status === undefined) throw error;
      print(`  ${error.status} ${error.reason}`);
      for (const { message } of causes) print(wrapped(`  - ${message}`, '      ').join('\n'));
      return stores.length === 0 && refuses.every((field) => causes.some((cause) => cause.field === field));
    }
  }
}
