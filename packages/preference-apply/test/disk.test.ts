import type { DevicePreferences, DiskLike } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { apply, devicesWith } from './applied.ts';
import { preferDisk } from '../src/index.ts';

const diskWith = (disk: DiskLike, preferred: DevicePreferences): DiskLike | undefined => devicesWith({ disks: [disk] }, preferred)?.disks?.[0];

const EVERYTHING: DevicePreferences = {
  preferredDiskBus: 'virtio',
  preferredCdromBus: 'scsi',
  preferredLunBus: 'usb',
  preferredDiskCache: 'none',
  preferredDiskIO: 'native',
  preferredDiskBlockSize: { matchVolume: {} },
  preferredDiskDedicatedIoThread: true,
};
const BLOCK_SIZE = { matchVolume: {} };

// BEHAVIOUR 5.5
describe.each<[string, DiskLike, DevicePreferences, DiskLike]>([
  ['one without a target becomes a disk, whatever is preferred', { name: 'a' }, {}, { name: 'a', disk: {} }],
  ['targets that are null are none', { disk: null, cdrom: null, lun: null }, {}, { disk: {}, cdrom: null, lun: null }],
  ['a disk takes every setting', { disk: {} }, EVERYTHING, { disk: { bus: 'virtio' }, cache: 'none', io: 'native', blockSize: BLOCK_SIZE, dedicatedIOThread: true }],
  ['one without a target takes them too', {}, EVERYTHING, { disk: { bus: 'virtio' }, cache: 'none', io: 'native', blockSize: BLOCK_SIZE, dedicatedIOThread: true }],
  ['a cdrom takes its bus and nothing else', { cdrom: {} }, EVERYTHING, { cdrom: { bus: 'scsi' } }],
  ['a cdrom keeps its bus', { cdrom: { bus: 'sata' } }, EVERYTHING, { cdrom: { bus: 'sata' } }],
  ['a lun takes its bus and nothing else', { lun: {} }, EVERYTHING, { lun: { bus: 'usb' } }],
  ['a lun keeps its bus', { lun: { bus: 'scsi' } }, EVERYTHING, { lun: { bus: 'scsi' } }],
  ['a disk wins over cdrom and lun', { disk: {}, cdrom: {}, lun: {} }, { preferredDiskBus: 'virtio', preferredCdromBus: 'scsi' }, { disk: { bus: 'virtio' }, cdrom: {}, lun: {} }],
  ['a cdrom wins over a lun', { cdrom: {}, lun: {} }, EVERYTHING, { cdrom: { bus: 'scsi' }, lun: {} }],
  [
    'a disk keeps what it has',
    { disk: { bus: 'virtio' }, cache: 'writeback', io: 'threads', blockSize: {}, dedicatedIOThread: false },
    EVERYTHING,
    { disk: { bus: 'virtio' }, cache: 'writeback', io: 'threads', blockSize: {}, dedicatedIOThread: false },
  ],
  ['empty text is no value, neither the VM\'s', { disk: { bus: '' }, cache: '', io: '' }, { preferredDiskBus: 'sata', preferredDiskCache: 'none', preferredDiskIO: 'native' }, { disk: { bus: 'sata' }, cache: 'none', io: 'native' }],
  ['nor the preferred one', { disk: {} }, { preferredDiskBus: '', preferredDiskCache: '', preferredDiskIO: '' }, { disk: {} }],
  ['a thread of its own is for virtio only', { disk: { bus: 'sata' } }, { preferredDiskDedicatedIoThread: true }, { disk: { bus: 'sata' } }],
  ['not for a disk without a bus', { disk: {} }, { preferredDiskDedicatedIoThread: true }, { disk: {} }],
  ['also where virtio was preferred just now', { disk: {} }, { preferredDiskBus: 'virtio', preferredDiskDedicatedIoThread: false }, { disk: { bus: 'virtio' }, dedicatedIOThread: false }],
  ['not where another bus was', { disk: {} }, { preferredDiskBus: 'scsi', preferredDiskDedicatedIoThread: true }, { disk: { bus: 'scsi' } }],
])('%s', (_rule, disk, preferred, result) => {
  test('in a VM', () => {
    expect(diskWith(disk, preferred)).toEqual(result);
  });

  test('on its own', () => {
    expect(preferDisk(disk, { devices: preferred })).toEqual(result);
  });
});

test('disks are told apart (Appendix A)', () => {
  const disks = [{ name: 'a' }, { name: 'b', cdrom: {} }, { name: 'c', lun: {} }];
  expect(devicesWith({ disks }, {})?.disks).toEqual([{ name: 'a', disk: {} }, disks[1], disks[2]]);
});

test('without devices in the preference nothing happens, not even a target', () => {
  const disk = { name: 'a' };
  expect(preferDisk(disk, {})).toBe(disk);
  const template = { spec: { domain: { devices: { disks: [disk] } } } };
  expect(apply(template, { devices: null }).value).toBe(template);
});

test('a disk on its own that has all keeps its identity, and its type', () => {
  const disk = { name: 'a', disk: { bus: 'virtio' }, serial: 'S1' };
  const result: typeof disk = preferDisk(disk, { devices: { preferredDiskBus: 'sata' } });
  expect(result).toBe(disk);
});

test('10,000 disks take linear time', () => {
  const disks = Array.from({ length: 10_000 }, (_, index) => ({ name: `d${index}` }));
  const started = Date.now();
  const result = devicesWith({ disks }, EVERYTHING)?.disks;
  expect(Date.now() - started).toBeLessThan(1_000);
  expect(result).toHaveLength(10_000);
  expect(result?.[9_999]?.disk).toEqual({ bus: 'virtio' });
});
