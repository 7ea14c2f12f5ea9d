import type { InstancetypeSpec, PreferenceSpec, VirtualMachineLike } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { planSwitch, type RunningInstanceLike, type SwitchPlan } from '../src/index.ts';
import { instanceOf, readerOf, vmOf } from './running-vm.ts';

const sized = (guest: number, memory: string, maxSockets?: number, maxGuest?: string): InstancetypeSpec => ({ cpu: { guest, maxSockets }, memory: { guest: memory, maxGuest } });
const INSTANCETYPES: Readonly<Record<string, InstancetypeSpec>> = {
  small: sized(1, '2Gi'),
  large: sized(2, '8Gi'),
  wide: sized(400, '2Gi'),
  wider: sized(520, '2Gi'),
  roomy: sized(1, '2Gi', 8, '16Gi'),
  roomier: sized(6, '12Gi', 8, '16Gi'),
};
const PREFERENCES: Readonly<Record<string, PreferenceSpec>> = {
  threads: { cpu: { preferredCPUTopology: 'spread', spreadOptions: { across: 'SocketsCoresThreads' } } },
  arm: { preferredArchitecture: 'arm64' },
};

function planned(vm: VirtualMachineLike, name: string, instance?: RunningInstanceLike): SwitchPlan {
  const outcome = planSwitch(vm, { instancetype: { name } }, readerOf(INSTANCETYPES, PREFERENCES), { instance });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.causes));
  return outcome.value;
}

const named = (name: string): VirtualMachineLike => vmOf({ instancetype: { name } });
const waits = (...words: readonly string[]): object[] => words.map((word) => ({ effect: 'restart', why: expect.stringContaining(word) as string }));

describe('the room that a running VM has to grow', () => {
  test('is what its instance type gives', () => {
    expect(planned(named('roomy'), 'roomier').changes.map(({ effect }) => effect)).toEqual(['live', 'live']);
  });

  test('is 512 vCPUs at most, whatever they are made of', () => {
    const vm = vmOf({ instancetype: { name: 'wide' }, preference: { name: 'threads' } });
    expect(planned(vm, 'wider').changes).toMatchObject([{ from: 100, to: 130, ...waits('room for 128')[0] }]);
  });

  test('is none downwards: a VM keeps the memory and the sockets that it was started with', () => {
    expect(planned(named('large'), 'small').changes).toMatchObject(waits('cannot be taken', 'started with (8Gi)'));
  });
});

describe('on arm64', () => {
  const vm = vmOf({ instancetype: { name: 'small' } }, { architecture: 'arm64', domain: {} });

  test('there is none', () => {
    expect(planned(vm, 'large').changes).toMatchObject(waits('running arm64 VM', 'without room'));
  });

  test('sockets are not plugged in where there is some', () => {
    const domain = { cpu: { sockets: 1, cores: 1, threads: 1, maxSockets: 4 }, memory: { guest: '2Gi', maxGuest: '8Gi' } };
    expect(planned(vm, 'large', instanceOf({}, { domain })).changes).toMatchObject(waits('arm64', 'arm64'));
  });

  test('the same for a manifest that is to get its architecture from its preference', () => {
    const manifest: VirtualMachineLike = { kind: 'VirtualMachine', metadata: { name: 'web' }, spec: { instancetype: { name: 'small' }, preference: { name: 'arm' }, template: { spec: { domain: {} } } } };
    expect(planned(manifest, 'large').changes).toMatchObject(waits('running arm64 VM', 'without room'));
  });
});
