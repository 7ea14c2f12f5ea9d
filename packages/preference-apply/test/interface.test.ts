import type { DevicePreferences, InterfaceLike, NetworkLike } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { preferInterface } from '../src/index.ts';
import { apply, specWith } from './applied.ts';

const POD: readonly NetworkLike[] = [{ name: 'n', pod: {} }];
const MASQUERADE: DevicePreferences = { preferredInterfaceMasquerade: {} };

// BEHAVIOUR 5.6
describe.each<[string, InterfaceLike, readonly NetworkLike[] | null | undefined, DevicePreferences, InterfaceLike]>([
  ['a model is taken where there is none', { name: 'n' }, POD, { preferredInterfaceModel: 'e1000' }, { name: 'n', model: 'e1000' }],
  ['an empty model is none', { name: 'n', model: '' }, POD, { preferredInterfaceModel: 'e1000' }, { name: 'n', model: 'e1000' }],
  ['a model is kept', { name: 'n', model: 'virtio' }, POD, { preferredInterfaceModel: 'e1000' }, { name: 'n', model: 'virtio' }],
  ['an empty preferred model is none', { name: 'n' }, POD, { preferredInterfaceModel: '' }, { name: 'n' }],
  ['masquerade is taken on the pod network', { name: 'n' }, POD, MASQUERADE, { name: 'n', masquerade: {} }],
  ['masquerade is not taken on another network', { name: 'n' }, [{ name: 'n', multus: {} }], MASQUERADE, { name: 'n' }],
  ['nor where no network has that name', { name: 'n' }, [{ name: 'other', pod: {} }], MASQUERADE, { name: 'n' }],
  ['nor without networks', { name: 'n' }, undefined, MASQUERADE, { name: 'n' }],
  ['nor where networks are null', { name: 'n' }, null, MASQUERADE, { name: 'n' }],
  ['the first network of the name counts: pod', { name: 'n' }, [{ name: 'n', pod: {} }, { name: 'n', multus: {} }], MASQUERADE, { name: 'n', masquerade: {} }],
  ['the first network of the name counts: not pod', { name: 'n' }, [{ name: 'n', multus: {} }, { name: 'n', pod: {} }], MASQUERADE, { name: 'n' }],
  ['a pod that is null is none', { name: 'n' }, [{ name: 'n', pod: null }], MASQUERADE, { name: 'n' }],
  ['masquerade null is no preference', { name: 'n' }, POD, { preferredInterfaceMasquerade: null }, { name: 'n' }],
  ['a binding that is null is none', { name: 'n', bridge: null, masquerade: null }, POD, MASQUERADE, { name: 'n', bridge: null, masquerade: {} }],
  ...(['bridge', 'slirp', 'masquerade', 'sriov', 'macvtap', 'passt', 'passtBinding', 'binding'] as const).map(
    (binding): [string, InterfaceLike, readonly NetworkLike[], DevicePreferences, InterfaceLike] => [
      `an interface with ${binding} has its binding`,
      { name: 'n', [binding]: {} },
      POD,
      { preferredInterfaceMasquerade: { own: false } },
      { name: 'n', [binding]: {} },
    ],
  ),
])('%s', (_rule, networkInterface, networks, preferred, result) => {
  test('in a VM', () => {
    const spec = { domain: { devices: { interfaces: [networkInterface] } }, networks };
    expect(specWith(spec, { devices: preferred })?.domain?.devices?.interfaces?.[0]).toEqual(result);
  });

  test('on its own', () => {
    expect(preferInterface(networkInterface, { devices: preferred }, networks)).toEqual(result);
  });
});

test('of several interfaces only the one without a binding on the pod network gets masquerade (Appendix A)', () => {
  const interfaces = [{ name: 'pod' }, { name: 'multus' }, { name: 'unknown' }, { name: 'bridged', bridge: {} }, { name: 'plugin', binding: { name: 'p' } }];
  const networks = [{ name: 'pod', pod: {} }, { name: 'multus', multus: {} }, { name: 'bridged', pod: {} }, { name: 'plugin', pod: {} }];
  const result = specWith({ domain: { devices: { interfaces } }, networks }, { devices: MASQUERADE })?.domain?.devices?.interfaces;
  expect(result).toEqual([{ name: 'pod', masquerade: {} }, ...interfaces.slice(1)]);
});

test('without devices in the preference the interface itself is the result', () => {
  const networkInterface = { name: 'n' };
  expect(preferInterface(networkInterface, {}, POD)).toBe(networkInterface);
});

test('10,000 interfaces and networks take linear time', () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `n${index}`);
  const started = Date.now();
  const { value } = apply(
    { spec: { networks: names.map((name) => ({ name, pod: {} })), domain: { devices: { interfaces: names.map((name) => ({ name })) } } } },
    { devices: MASQUERADE },
  );
  expect(Date.now() - started).toBeLessThan(1_000);
  expect(value?.spec?.domain?.devices?.interfaces?.every((each) => each.masquerade)).toBe(true);
});
