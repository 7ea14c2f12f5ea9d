import { test } from 'vitest';
import { RESOURCES } from '@instancetype/kube';
import { until } from './support/harness.ts';
import { preference, vm } from './support/objects.ts';
import { blindToVms, eachTroubled, type FaultFor } from './support/troubled.ts';

const troubled = eachTroubled();

async function prefer(name: string): Promise<void> {
  const shop = await troubled.get('shop');
  await troubled.world.api.update(RESOURCES.VirtualMachine, { ...shop, spec: { ...shop['spec'], preference: { name } } });
}

// found by a soak: after a cut the cache got the VM only as the controller had written it, and took it for its own echo
test('a VM whose user changes it while its status is written, and of which the cache gets only the result, has another pass', async () => {
  const { world } = troubled;
  for (const name of ['windows', 'bsd']) await world.create(preference(name));
  await world.create(vm('shop'));
  const isOf = async (name: string): Promise<boolean> => (await troubled.get('shop'))['status']?.preferenceRef?.name === name;
  await until(() => isOf('linux'));
  const gate = Promise.withResolvers<void>();
  const slow: FaultFor = ({ verb, resource }) => {
    if (verb !== 'patch' || resource !== 'virtualmachines.kubevirt.io/status') return undefined;
    gate.resolve();
    return { delay: 1000 };
  };
  troubled.meet(slow);
  await prefer('windows');
  await gate.promise;
  troubled.meet((request) => blindToVms(request) ?? slow(request));
  world.cluster.endWatches();
  await prefer('bsd');
  await until(() => isOf('windows'));
  // what happened in between is not told any more, so that the cache has to list
  world.cluster.compact();
  troubled.meet(() => undefined);
  await until(() => isOf('bsd'));
});
