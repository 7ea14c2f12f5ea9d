import { expect, test } from 'vitest';
import { Removals } from '../src/removals.ts';

test('R9 a thousand removals are remembered one by one, and of what is older only the newest', () => {
  const removals = new Removals('50');
  for (let version = 101; version <= 1100; version += 1) removals.add(`vm-${version}`, String(version));
  expect([removals.of('vm-101'), removals.of('never seen')]).toEqual(['101', '50']);
  removals.add('vm-102', '1101');
  removals.add('vm-1101', '1102');
  expect([removals.of('vm-101'), removals.of('vm-102'), removals.of('never seen')]).toEqual(['101', '1101', '101']);
  removals.add('vm-103', '1103');
  removals.delete('vm-103');
  expect(removals.of('vm-103')).toBe('101');
});
