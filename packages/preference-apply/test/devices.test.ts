import type { DevicePreferences, DevicesLike } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { devicesWith, domainWith } from './applied.ts';

type Row = readonly [preference: keyof DevicePreferences, member: keyof DevicesLike, preferred: unknown, own: unknown];

/** BEHAVIOUR 5.3 rows 1 to 3, 6 and 7, and 5.4: taken where the VM has none. */
const TAKEN_WHERE_UNSET: readonly Row[] = [
  ['preferredUseVirtioTransitional', 'useVirtioTransitional', true, false],
  ['preferredBlockMultiQueue', 'blockMultiQueue', true, false],
  ['preferredNetworkInterfaceMultiQueue', 'networkInterfaceMultiqueue', true, false],
  ['preferredRng', 'rng', {}, { own: 1 }],
  ['preferredTPM', 'tpm', { persistent: true }, {}],
  ['preferredAutoattachGraphicsDevice', 'autoattachGraphicsDevice', true, false],
  ['preferredAutoattachMemBalloon', 'autoattachMemBalloon', true, false],
  ['preferredAutoattachPodInterface', 'autoattachPodInterface', false, true],
  ['preferredAutoattachSerialConsole', 'autoattachSerialConsole', true, false],
  ['preferredAutoattachInputDevice', 'autoattachInputDevice', true, false],
];

describe.each(TAKEN_WHERE_UNSET)('%s', (preference, member, preferred, own) => {
  test.each<[string, DevicesLike]>([
    ['without the member', {}],
    ['where it is null', { [member]: null }],
  ])('sets a VM %s', (_case, devices) => {
    expect(devicesWith(devices, { [preference]: preferred })).toEqual({ [member]: preferred });
  });

  test('leaves what a VM has, whole', () => {
    const devices = { [member]: own };
    expect(devicesWith(devices, { [preference]: preferred })).toBe(devices);
  });

  test('as null does nothing', () => {
    const devices = {};
    expect(devicesWith(devices, { [preference]: null })).toBe(devices);
  });
});

test.each(['preferredUseVirtioTransitional', 'preferredBlockMultiQueue', 'preferredAutoattachMemBalloon'] as const)('a preferred false of %s is a value', (preference) => {
  expect(Object.values(devicesWith({}, { [preference]: false }) ?? {})).toEqual([false]);
});

test('devices are created where the VM has none, in a domain that has none', () => {
  expect(domainWith({}, { devices: { preferredRng: {} } })).toEqual({ devices: { rng: {} } });
});

test.each([true, false])('preferredDisableHotplug overwrites the VM\'s %s (5.3 row 4, 20 Q13)', (own) => {
  expect(devicesWith({ disableHotplug: own }, { preferredDisableHotplug: !own })).toEqual({ disableHotplug: !own });
  expect(devicesWith({}, { preferredDisableHotplug: own })).toEqual({ disableHotplug: own });
});

test('no disk, interface or input is added: what is preferred is for those that a VM has', () => {
  const preferred: DevicePreferences = { preferredDiskBus: 'virtio', preferredInterfaceModel: 'e1000', preferredInputBus: 'usb' };
  for (const devices of [{}, { disks: [], interfaces: [], inputs: [] }, { disks: null, interfaces: null, inputs: null }]) expect(devicesWith(devices, preferred)).toBe(devices);
});

describe('preferredSoundModel (5.3 row 5)', () => {
  test.each<[DevicesLike, string, DevicesLike]>([
    [{ sound: { model: '' } }, 'ich9', { sound: { model: 'ich9' } }],
    [{ sound: {} }, 'ich9', { sound: { model: 'ich9' } }],
    [{ sound: { model: 'ac97' } }, 'ich9', { sound: { model: 'ac97' } }],
    [{}, 'ich9', {}],
    [{ sound: null }, 'ich9', { sound: null }],
    [{ sound: {} }, '', { sound: {} }],
  ])('of a VM with %j and preferred "%s" gives %j', (devices, preferredSoundModel, result) => {
    expect(devicesWith(devices, { preferredSoundModel })).toEqual(result);
  });
});

describe('preferredVideoType (5.3 row 8, 20 Q4, Appendix A)', () => {
  test.each<[DevicesLike, string, DevicesLike]>([
    [{}, 'virtio', { video: { type: 'virtio' } }],
    [{ video: null }, 'virtio', { video: { type: 'virtio' } }],
    [{ video: {} }, 'virtio', { video: { type: 'virtio' } }],
    [{ video: { type: '' } }, 'virtio', { video: { type: 'virtio' } }],
    [{ video: { type: 'vga' } }, 'virtio', { video: { type: 'vga' } }],
    [{}, '', { video: {} }],
  ])('of a VM with %j and preferred "%s" gives %j', (devices, preferredVideoType, result) => {
    expect(devicesWith(devices, { preferredVideoType })).toEqual(result);
  });
});

test('autoattach covers five settings and no others (5.4)', () => {
  const preferred = { preferredAutoattachVSOCK: true, preferredLogSerialConsole: true } as DevicePreferences;
  const devices = {};
  expect(devicesWith(devices, preferred)).toBe(devices);
});

describe('preferredPanicDeviceModel (5.8, Appendix A)', () => {
  test.each<[DevicesLike, string, DevicesLike]>([
    [{}, 'hyperv', { panicDevices: [{ model: 'hyperv' }] }],
    [{ panicDevices: null }, 'hyperv', { panicDevices: [{ model: 'hyperv' }] }],
    [{ panicDevices: [] }, 'hyperv', { panicDevices: [{ model: 'hyperv' }] }],
    [{}, '', { panicDevices: [{ model: '' }] }],
    [{ panicDevices: [{}, { model: 'isa' }] }, 'hyperv', { panicDevices: [{ model: 'hyperv' }, { model: 'isa' }] }],
    [{ panicDevices: [{ model: '' }, { model: null }] }, 'hyperv', { panicDevices: [{ model: '' }, { model: 'hyperv' }] }],
  ])('of a VM with %j and preferred "%s" gives %j', (devices, preferredPanicDeviceModel, result) => {
    expect(devicesWith(devices, { preferredPanicDeviceModel })).toEqual(result);
  });
});
