import type { ControllerRevisionLike, VirtualMachineLike } from '@instancetype/api';
import { expect, test } from 'vitest';
import { storePreference } from '../src/index.ts';

const VM: VirtualMachineLike = { metadata: { name: 'shop', namespace: 'web', uid: 'vm-uid' }, spec: { instancetype: { name: 'u1.small' }, preference: { name: 'fedora', kind: 'VirtualMachinePreference' } } };
const FEDORA = { kind: 'VirtualMachinePreference', metadata: { name: 'fedora', namespace: 'web', uid: 'p-uid', generation: 1 }, spec: { machine: { preferredMachineType: 'q35' } } };

function clientOf(created: ControllerRevisionLike[], found: object | undefined): Parameters<typeof storePreference>[1] {
  const no = (): never => {
    throw new Error('not asked for');
  };
  return {
    get: ({ kind, name, namespace }) => (kind === 'VirtualMachinePreference' && name === 'fedora' && namespace === 'web' ? found : undefined),
    create: (revision) => {
      created.push(revision);
      return revision;
    },
    update: no,
    delete: no,
    patchStatus: no,
  };
}

test('the preference of a VM is stored, the instance type is not touched', async () => {
  const created: ControllerRevisionLike[] = [];
  const outcome = await storePreference(VM, clientOf(created, FEDORA));
  expect(outcome).toMatchObject({ ok: true, value: { name: 'fedora', kind: 'VirtualMachinePreference', controllerRevisionRef: { name: 'shop-fedora-v1beta1-p-uid-1' } } });
  expect(created).toMatchObject([{ data: { kind: 'VirtualMachinePreference', spec: { machine: { preferredMachineType: 'q35' } } } }]);
});

test('a preference that is gone is told as such', async () => {
  expect(await storePreference(VM, clientOf([], undefined))).toMatchObject({ ok: false, causes: [{ code: 'preference-not-found', field: 'spec.preference' }] });
});
