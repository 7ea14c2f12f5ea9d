import { RESOURCES } from '@instancetype/kube';
import { expect, test } from 'vitest';
import { openTestWorld, USER } from '../support/harness.ts';
import { namedIn, restored, restoreOf, revision, snapshotOf, taken, vmWithRevisions } from './snapshot-support.ts';

test('a restore makes anew what it has found and what was collected before it was adopted', async () => {
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const world = await openTestWorld({
    faults({ user, verb, resource }) {
      if (user !== USER || verb !== 'create' || resource !== 'virtualmachines.kubevirt.io') return undefined;
      resolve();
      return { delay: 500 };
    },
  });
  try {
    await vmWithRevisions(world, 'shop');
    await world.start(['--leader-election=false', '--features=snapshot']);
    await snapshotOf(world, 'daily', 'shop');
    await taken(world, 'daily');
    // a VM of that name was deleted a moment ago
    const left = (await revision(world, 'shop-small-1')) as Record<string, unknown>;
    await world.create({ ...left, apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: { name: 'twin-small-1', namespace: 'default' } } as never);
    await restoreOf(world, 'back', 'daily', 'twin');
    await begun;
    await world.api.delete(RESOURCES.ControllerRevision, { name: 'twin-small-1', namespace: 'default' });
    await restored(world, 'back');
    const twin = await world.get('VirtualMachine', 'twin');
    expect(namedIn(twin)).toEqual(['twin-small-1', 'twin-linux-1']);
    for (const name of namedIn(twin)) expect(await revision(world, name)).toMatchObject({ metadata: { ownerReferences: [{ uid: twin['metadata'].uid }] } });
  } finally {
    await world.stop();
  }
});
