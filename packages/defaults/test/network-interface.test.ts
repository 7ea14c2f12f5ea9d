import type { VmiSpecLike } from '@instancetype/api';
import { openDraft } from '@instancetype/draft';
import { frozen } from '@instancetype-tools/test-values';
import { describe, expect, test } from 'vitest';
import { addDefaultDevices, addNetworkInterface, type ClusterConfiguration } from '../src/index.ts';
import { defaults } from './defaulted.ts';

function withInterface(spec: VmiSpecLike, network?: ClusterConfiguration['network']): unknown {
  const draft = openDraft<VmiSpecLike>(frozen(spec));
  const refused = addNetworkInterface(draft, network === undefined ? {} : { configuration: { network } });
  return refused ? refused.code : draft.value;
}

const POD = [{ name: 'default', pod: {} }];
const bound = (binding: string): VmiSpecLike => ({ domain: { devices: { interfaces: [{ name: 'default', [binding]: {} }] } }, networks: POD });

// BEHAVIOUR 12.3 step 3
test.each<[ClusterConfiguration['network'] | undefined, unknown]>([
  [undefined, bound('bridge')],
  [null, bound('bridge')],
  [{}, bound('bridge')],
  [{ defaultNetworkInterface: 'bridge' }, bound('bridge')],
  [{ defaultNetworkInterface: 'bridge', permitBridgeInterfaceOnPodNetwork: true }, bound('bridge')],
  [{ permitBridgeInterfaceOnPodNetwork: false }, 'bridge-not-permitted'],
  [{ defaultNetworkInterface: 'masquerade' }, bound('masquerade')],
  [{ defaultNetworkInterface: 'masquerade', permitBridgeInterfaceOnPodNetwork: false }, bound('masquerade')],
  [{ defaultNetworkInterface: 'slirp' }, 'slirp-not-supported'],
  [{ defaultNetworkInterface: 'other' }, { networks: POD }],
  [{ defaultNetworkInterface: '' }, { networks: POD }],
])('a cluster with network %j gives a VM without any %j', (network, result) => {
  expect(withInterface({}, network)).toEqual(result);
});

// BEHAVIOUR 12.3 steps 1 and 2
describe.each<[string, VmiSpecLike]>([
  ['wants none', { domain: { devices: { autoattachPodInterface: false } } }],
  ['has a network', { networks: [{ name: 'n' }] }],
  ['has an interface', { domain: { devices: { interfaces: [{ name: 'n' }] } } }],
])('a VM that %s', (_case, spec) => {
  test('is left as it is', () => {
    expect(withInterface(spec)).toBe(spec);
  });

  test.each(['slirp', 'bridge'])('is not refused for a cluster\'s default of %s', (defaultNetworkInterface) => {
    expect(withInterface(spec, { defaultNetworkInterface, permitBridgeInterfaceOnPodNetwork: false })).toBe(spec);
  });
});

test.each<VmiSpecLike>([
  { domain: { devices: { autoattachPodInterface: true } } },
  { domain: { devices: { autoattachPodInterface: null } } },
  { domain: { devices: { interfaces: [] } }, networks: [] },
  { domain: { devices: { interfaces: null } }, networks: null },
])('a VM with %j gets one', (spec) => {
  expect(withInterface(spec)).toMatchObject({ networks: POD, domain: { devices: { interfaces: [{ name: 'default', bridge: {} }] } } });
});

test('a refusal tells what to do, and is no status cause: KubeVirt answers with a bare error', () => {
  const { causes } = defaults({}, { configuration: { network: { permitBridgeInterfaceOnPodNetwork: false } } });
  expect(causes).toMatchObject([{ code: 'bridge-not-permitted', severity: 'error', pointer: '/domain/devices/interfaces' }]);
  expect(causes[0]?.message).toContain('permitBridgeInterfaceOnPodNetwork');
  expect(causes[0]?.message).toContain('masquerade');
  expect(causes[0]).not.toHaveProperty('reason');
});

test('before an instance type is applied only disks and the interface are added (12.1 steps 4 and 5)', () => {
  const spec = frozen<VmiSpecLike>({ volumes: [{ name: 'v', containerDisk: { image: 'i' } }] });
  const draft = openDraft(spec, { trace: true });
  expect(addDefaultDevices(draft, {})).toBeUndefined();
  expect(draft.value).toEqual({ ...spec, networks: POD, domain: { devices: { disks: [{ name: 'v' }], interfaces: [{ name: 'default', bridge: {} }] } } });
  expect(new Set(draft.trace.map((entry) => entry.origin))).toEqual(new Set(['default']));
  expect(addDefaultDevices(openDraft<VmiSpecLike>({}), { configuration: { network: { defaultNetworkInterface: 'slirp' } } })?.code).toBe('slirp-not-supported');
});
