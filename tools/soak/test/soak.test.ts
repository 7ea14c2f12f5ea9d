import { expect, test } from 'vitest';
import { soak } from '../src/soak.ts';

test('both apps do what they have to in a cluster that is often at fault, and their memory does not grow', async () => {
  const { problems, changes, faults, kills, vms, memory, writes } = await soak({ seconds: 120, seed: 7 });
  expect(problems).toEqual([]);
  // that there was something to get wrong
  expect(Object.values(changes).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(100);
  expect({ vms: vms > 10, faults: faults > 5, kills: kills > 0 }).toEqual({ vms: true, faults: true, kills: true });
  expect(writes['create controllerrevisions.apps']).toBeGreaterThan(vms);
  expect(memory.map(({ name }) => name.split(' ')[0]).toSorted()).toEqual(['admitter', 'controller']);
}, 300_000);
