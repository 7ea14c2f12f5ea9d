import type { VirtualMachineLike } from '@instancetype/api';
import { expect, test } from 'vitest';
import { inferPreference, inferPreferenceAsync } from '../src/index.ts';

const NAME = 'instancetype.kubevirt.io/default-preference';
const KIND = 'instancetype.kubevirt.io/default-preference-kind';

const CLAIM: object = { persistentVolumeClaim: { claimName: 'claim' } };

const vmOf = (policy?: string): VirtualMachineLike => ({
  metadata: { name: 'shop', namespace: 'web' },
  spec: {
    instancetype: { inferFromVolume: 'root' },
    preference: { inferFromVolume: 'root', ...(policy && { inferFromVolumeFailurePolicy: policy }) },
    template: { spec: { domain: { memory: { guest: '1Gi' } }, volumes: [{ name: 'root', ...CLAIM }] } },
  },
} as VirtualMachineLike);

const claimWith = (labels: object): { get: () => object } => ({ get: () => ({ metadata: { labels } }) });

test('the labels of preferences tell the preference, and the instance type is left alone', () => {
  const outcome = inferPreference(vmOf(), claimWith({ [NAME]: 'fedora', [KIND]: 'VirtualMachinePreference', 'instancetype.kubevirt.io/default-instancetype': 'u1.small' }));
  expect(outcome.ok && outcome.value.spec).toMatchObject({ preference: { name: 'fedora', kind: 'VirtualMachinePreference' }, instancetype: { inferFromVolume: 'root' } });
});

test('memory stays, also under the policy Ignore: only an inferred instance type drops it', () => {
  const outcome = inferPreference(vmOf('Ignore'), claimWith({ [NAME]: 'fedora' }));
  expect(outcome.ok && outcome.value.spec?.template?.spec?.domain?.memory).toEqual({ guest: '1Gi' });
});

test('without the label the matcher goes under Ignore, and else the VM is refused by a cause that names the preference', async () => {
  const ignored = inferPreference(vmOf('Ignore'), claimWith({}));
  expect(ignored.ok && ignored.value.spec).not.toHaveProperty('preference');
  const refused = await inferPreferenceAsync(vmOf(), claimWith({}));
  expect(refused).toMatchObject({ ok: false, causes: [{ code: 'inference-label-missing', pointer: '/spec/preference/inferFromVolume', message: expect.stringContaining(NAME) }] });
});
