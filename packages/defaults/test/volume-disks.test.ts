import type { VmiSpecLike } from '@instancetype/api';
import { openDraft } from '@instancetype/draft';
import { frozen } from '@instancetype-tools/test-values';
import { expect, test } from 'vitest';
import { addVolumeDisks } from '../src/index.ts';

function withDisks(spec: VmiSpecLike): VmiSpecLike | undefined {
  const draft = openDraft<VmiSpecLike>(frozen(spec));
  addVolumeDisks(draft);
  return draft.value;
}

const disksOf = (spec: VmiSpecLike): unknown => withDisks(spec)?.domain?.devices?.disks?.map((disk) => disk.name);

// BEHAVIOUR 12.2
test.each<[string, VmiSpecLike, string[]]>([
  ['added for each volume, in the volumes\' order', { volumes: [{ name: 'b' }, { name: 'a' }] }, ['b', 'a']],
  ['added after the VM\'s own', { volumes: [{ name: 'a' }, { name: 'b' }], domain: { devices: { disks: [{ name: 'z' }, { name: 'b' }] } } }, ['z', 'b', 'a']],
  ['not added for filesystems', { volumes: [{ name: 'a' }, { name: 'fs' }], domain: { devices: { filesystems: [{ name: 'fs' }] } } }, ['a']],
  ['added twice for a name that two volumes have', { volumes: [{ name: 'a' }, { name: 'a' }] }, ['a', 'a']],
  ['not added for a name that a disk has, however many volumes have it', { volumes: [{ name: 'a' }, { name: 'a' }], domain: { devices: { disks: [{ name: 'a' }] } } }, ['a']],
  ['added to a list that is null', { volumes: [{ name: 'a' }], domain: { devices: { disks: null, filesystems: null } } }, ['a']],
  ['added in a domain that is null', { volumes: [{ name: 'a' }], domain: null }, ['a']],
])('disks are %s', (_rule, spec, names) => {
  expect(disksOf(spec)).toEqual(names);
});

test.each([[[]], [[{ name: 'a' }]], [Array.from({ length: 20 }, (_, index) => ({ name: `d${index}` }))]])('a volume without a name gets a disk without one, beside %j', (disks) => {
  expect(disksOf({ volumes: [{}], domain: { devices: { disks } } })).toEqual([...disks.map((disk) => disk.name), undefined]);
});

test('a disk has its name only', () => {
  expect(withDisks({ volumes: [{ name: 'a', containerDisk: { image: 'i' } }] })?.domain?.devices?.disks).toEqual([{ name: 'a' }]);
});

test.each<VmiSpecLike>([{}, { volumes: null }, { volumes: [] }, { volumes: [{ name: 'a' }], domain: { devices: { disks: [{ name: 'a' }] } } }])(
  'nothing happens to %j',
  (spec) => {
    expect(withDisks(spec)).toBe(spec);
  },
);

test.each([[1], [15], [16], [17], [40]])('with %d disks of their own it is the same', (count) => {
  const own = Array.from({ length: count }, (_, index) => ({ name: `own${index}` }));
  const volumes = [...own, { name: 'new' }, { name: 'new' }, { name: 'fs' }];
  expect(disksOf({ volumes, domain: { devices: { disks: own, filesystems: [{ name: 'fs' }] } } })).toEqual([...own.map((disk) => disk.name), 'new', 'new']);
});

test('10,000 volumes and disks take linear time', () => {
  const volumes = Array.from({ length: 10_000 }, (_, index) => ({ name: `v${index}` }));
  const disks = Array.from({ length: 10_000 }, (_, index) => ({ name: `d${index}` }));
  const started = Date.now();
  expect(disksOf({ volumes, domain: { devices: { disks } } })).toHaveLength(20_000);
  expect(disksOf({ volumes })).toHaveLength(10_000);
  expect(Date.now() - started).toBeLessThan(1_000);
});
