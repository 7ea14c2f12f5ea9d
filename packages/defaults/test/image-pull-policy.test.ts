import type { VolumeLike } from '@instancetype/api';
import { expect, test } from 'vitest';
import { defaults } from './defaulted.ts';

// BEHAVIOUR 12.4 row 6
test.each<[string | null | undefined, string]>([
  ['image', 'Always'],
  ['image:latest', 'Always'],
  ['registry.example/path/image', 'Always'],
  ['image:v1', 'IfNotPresent'],
  ['image@sha256:0123', 'IfNotPresent'],
  ['image:v1@sha256:0123', 'IfNotPresent'],
  ['image:latest-1', 'IfNotPresent'],
  // a registry's port looks like a tag (20 Q46)
  ['registry.example:5000/image', 'IfNotPresent'],
  ['registry.example:5000/image:latest', 'Always'],
  ['', 'Always'],
  [undefined, 'Always'],
  [null, 'Always'],
])('image %s is pulled %s', (image, imagePullPolicy) => {
  const containerDisk = image === undefined ? {} : { image };
  expect(defaults({ volumes: [{ name: 'v', containerDisk }] }).spec.volumes).toEqual([{ name: 'v', containerDisk: { ...containerDisk, imagePullPolicy } }]);
});

test('a policy of its own stays, an empty one is none', () => {
  const volumes: VolumeLike[] = [
    { name: 'a', containerDisk: { image: 'i', imagePullPolicy: 'Never' } },
    { name: 'b', containerDisk: { image: 'i', imagePullPolicy: '' } },
  ];
  expect(defaults({ volumes }).spec.volumes).toEqual([volumes[0], { name: 'b', containerDisk: { image: 'i', imagePullPolicy: 'Always' } }]);
});

test('volumes that are no container disks are shared as they are', () => {
  const volumes = [{ name: 'a', persistentVolumeClaim: { claimName: 'c' } }, { name: 'b', containerDisk: null }];
  expect(defaults({ volumes }).spec.volumes).toBe(volumes);
  const mixed = [...volumes, { name: 'c', containerDisk: { image: 'i' } }];
  expect(defaults({ volumes: mixed }).spec.volumes?.[0]).toBe(mixed[0]);
});
