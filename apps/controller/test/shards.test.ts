import { expect, test } from 'vitest';
import { RESOURCES } from '@instancetype/kube';
import { aWhile, openTestWorld, until } from './support/harness.ts';
import { instancetype, preference, vm } from './support/objects.ts';

test('two shards by label, each with a Lease of its own: each VM is one shard\'s, and moves with its label', async () => {
  const world = await openTestWorld();
  try {
    await world.create(instancetype('small'));
    await world.create(preference('linux'));
    const flagsOf = (shard: string): string[] => [`--vm-selector=shard=${shard}`, `--lease-name=shard-${shard}`, '--lease-namespace=default'];
    const [a, b] = [await world.start(flagsOf('a'), 'a'), await world.start(flagsOf('b'), 'b')];
    // both lead: their Leases are two
    await until(() => [a, b].every(({ lines }) => lines.some(({ message }) => message === 'leading')));
    const create = (name: string, shard?: string): Promise<unknown> => {
      const object = vm(name);
      return world.create({ ...object, metadata: { ...object.metadata, ...(shard && { labels: { shard } }) } });
    };
    await Promise.all([create('in-a', 'a'), create('in-b', 'b'), create('in-none')]);
    const isStored = async (name: string): Promise<boolean> => (await world.get('VirtualMachine', name))['status']?.preferenceRef !== undefined;
    await until(async () => (await isStored('in-a')) && (await isStored('in-b')));
    await aWhile();
    expect(await isStored('in-none')).toBe(false);
    expect(world.writes('a').at(-1)).toBe('patch virtualmachines.kubevirt.io/status in-a');
    expect(world.writes('b').at(-1)).toBe('patch virtualmachines.kubevirt.io/status in-b');
    expect([world.writes('a').length, world.writes('b').length]).toEqual([3, 3]);

    const stored = await world.get('VirtualMachine', 'in-none');
    await world.api.update(RESOURCES.VirtualMachine, { ...stored, metadata: { ...stored['metadata'], labels: { shard: 'b' } } } as never);
    await until(() => isStored('in-none'));
    expect([world.writes('a').length, world.writes('b').length]).toEqual([3, 6]);
  } finally {
    await world.stop();
  }
});
