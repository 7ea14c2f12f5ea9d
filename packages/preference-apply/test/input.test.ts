import type { DevicePreferences, InputLike } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { preferInput } from '../src/index.ts';
import { devicesWith } from './applied.ts';

// BEHAVIOUR 5.7
describe.each<[InputLike, DevicePreferences, InputLike]>([
  [{ name: 'a' }, { preferredInputBus: 'usb', preferredInputType: 'tablet' }, { name: 'a', bus: 'usb', type: 'tablet' }],
  [{ bus: '', type: '' }, { preferredInputBus: 'usb', preferredInputType: 'tablet' }, { bus: 'usb', type: 'tablet' }],
  [{ bus: 'virtio', type: 'keyboard' }, { preferredInputBus: 'usb', preferredInputType: 'tablet' }, { bus: 'virtio', type: 'keyboard' }],
  [{ bus: 'virtio' }, { preferredInputBus: 'usb', preferredInputType: 'tablet' }, { bus: 'virtio', type: 'tablet' }],
  [{ name: 'a' }, { preferredInputBus: '', preferredInputType: '' }, { name: 'a' }],
  [{ name: 'a' }, {}, { name: 'a' }],
])('input %j with %j is %j', (input, preferred, result) => {
  test('in a VM', () => {
    expect(devicesWith({ inputs: [input] }, preferred)?.inputs).toEqual([result]);
  });

  test('on its own', () => {
    expect(preferInput(input, { devices: preferred })).toEqual(result);
  });
});

test('no input is added', () => {
  const devices = {};
  expect(devicesWith(devices, { preferredInputBus: 'usb', preferredInputType: 'tablet' })).toBe(devices);
});

test('without devices in the preference the input itself is the result', () => {
  const input = { name: 'a' };
  expect(preferInput(input, {})).toBe(input);
});
