import { describe, expect, test } from 'vitest';
import { findInstancetype, findInstancetypeAsync } from '../src/index.ts';
import { cluster, vmWith } from './vm.ts';

describe('suggestions for a name that does not exist', () => {
  const known: Record<string, readonly string[]> = {
    VirtualMachineClusterInstancetype: ['u1.small', 'u1.medium', 'u1.large'],
    'VirtualMachineInstancetype/prod': ['mine'],
  };
  const reader = {
    get: () => undefined,
    names: (kind: string, namespace?: string) => known[namespace === undefined ? kind : `${kind}/${namespace}`] ?? [],
  };
  const patchesFor = async (matcher: object) => {
    const outcome = findInstancetype(vmWith(matcher), reader);
    const later = await findInstancetypeAsync(vmWith(matcher), { get: reader.get, names: (...args) => Promise.resolve(reader.names(...args)) });
    expect(later).toEqual(outcome);
    return outcome.ok ? [] : outcome.causes[0].suggestions?.map(({ patch }) => patch);
  };

  test('a mistyped name', async () => {
    expect(await patchesFor({ name: 'u1.smal' })).toEqual([[{ op: 'replace', path: '/spec/instancetype/name', value: 'u1.small' }]]);
  });

  test('the same name of the other kind', async () => {
    expect(await patchesFor({ name: 'mine' })).toEqual([[{ op: 'add', path: '/spec/instancetype/kind', value: 'VirtualMachineInstancetype' }]]);
    expect(await patchesFor({ name: 'u1.small', kind: 'VirtualMachineInstancetype' })).toEqual([
      [{ op: 'add', path: '/spec/instancetype/kind', value: 'VirtualMachineClusterInstancetype' }],
    ]);
  });

  test('nothing near', async () => {
    expect(await patchesFor({ name: 'gigantic' })).toBeUndefined();
  });

  test('names are not asked for when nothing is missing', () => {
    const names = () => {
      throw new Error('asked');
    };
    expect(findInstancetype(vmWith({ name: 'small' }), { get: () => cluster, names }).ok).toBe(true);
    expect(findInstancetype(vmWith({ name: 'small', kind: 'x' }), { get: () => cluster, names }).ok).toBe(false);
  });
});
