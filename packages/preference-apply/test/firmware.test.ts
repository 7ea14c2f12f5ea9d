import type { BootloaderLike, FirmwarePreferences } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { domainWith } from './applied.ts';

const bootloaderWith = (bootloader: BootloaderLike | undefined, preferred: FirmwarePreferences): BootloaderLike | null | undefined =>
  domainWith(bootloader ? { firmware: { bootloader } } : {}, { firmware: preferred })?.firmware?.bootloader;

test('a bootloader is created even where nothing is preferred (20 Q4, Appendix A)', () => {
  expect(domainWith({}, { firmware: {} })).toEqual({ firmware: { bootloader: {} } });
  expect(domainWith({ firmware: null }, { firmware: {} })).toEqual({ firmware: { bootloader: {} } });
  expect(domainWith({ firmware: { bootloader: null } }, { firmware: {} })).toEqual({ firmware: { bootloader: {} } });
});

test('the VM\'s other firmware settings stay', () => {
  const firmware = { uuid: 'u', serial: 's' } as object;
  expect(domainWith({ firmware }, { firmware: { preferredUseBios: true } })?.firmware).toEqual({ uuid: 'u', serial: 's', bootloader: { bios: {} } });
});

// BEHAVIOUR 5.10, its steps in order
describe.each<[string, BootloaderLike | undefined, FirmwarePreferences, BootloaderLike]>([
  ['1: BIOS where nothing is decided', undefined, { preferredUseBios: true }, { bios: {} }],
  ['1: not where it is false', undefined, { preferredUseBios: false }, {}],
  ['1: not where the VM has EFI', { efi: {} }, { preferredUseBios: true }, { efi: {} }],
  ['1: not where the VM has BIOS', { bios: { useSerial: false } }, { preferredUseBios: true }, { bios: { useSerial: false } }],
  ['1: null is undecided', { bios: null, efi: null }, { preferredUseBios: true }, { bios: {}, efi: null }],
  ['2: the serial of a preferred BIOS', undefined, { preferredUseBios: true, preferredUseBiosSerial: true }, { bios: { useSerial: true } }],
  ['2: the serial of the VM\'s own BIOS', { bios: {} }, { preferredUseBiosSerial: true }, { bios: { useSerial: true } }],
  ['2: also false', { bios: {} }, { preferredUseBiosSerial: false }, { bios: { useSerial: false } }],
  ['2: kept', { bios: { useSerial: false } }, { preferredUseBiosSerial: true }, { bios: { useSerial: false } }],
  ['2: no BIOS for its sake', undefined, { preferredUseBiosSerial: true }, {}],
  ['3: preferred EFI', undefined, { preferredEfi: { secureBoot: true } }, { efi: { secureBoot: true } }],
  ['3: and then no more', undefined, { preferredEfi: { persistent: true }, preferredUseSecureBoot: true }, { efi: { persistent: true } }],
  ['3: not beside a preferred BIOS', undefined, { preferredUseBios: true, preferredEfi: {} }, { bios: {} }],
  ['3: not beside the VM\'s BIOS', { bios: {} }, { preferredEfi: { secureBoot: true } }, { bios: {} }],
  ['3: the VM\'s EFI stays', { efi: {} }, { preferredEfi: { secureBoot: true } }, { efi: {} }],
  ['4: the older EFI preference', undefined, { preferredUseEfi: true }, { efi: {} }],
  ['4: not where it is false', undefined, { preferredUseEfi: false }, {}],
  ['4: not beside BIOS', { bios: {} }, { preferredUseEfi: true }, { bios: {} }],
  ['4: not where BIOS was preferred just now', undefined, { preferredUseBios: true, preferredUseEfi: true }, { bios: {} }],
  ['5: the older secure boot preference', undefined, { preferredUseEfi: true, preferredUseSecureBoot: true }, { efi: { secureBoot: true } }],
  ['5: also false', undefined, { preferredUseEfi: true, preferredUseSecureBoot: false }, { efi: { secureBoot: false } }],
  ['5: it changes the VM\'s own EFI (20 Q14)', { efi: { persistent: true } }, { preferredUseSecureBoot: true }, { efi: { persistent: true, secureBoot: true } }],
  ['5: even beside preferredEfi (20 Q14)', { efi: {} }, { preferredEfi: { persistent: true }, preferredUseSecureBoot: true }, { efi: { secureBoot: true } }],
  ['5: the VM\'s secure boot stays', { efi: { secureBoot: false } }, { preferredUseSecureBoot: true }, { efi: { secureBoot: false } }],
  ['5: no EFI for its sake', undefined, { preferredUseSecureBoot: true }, {}],
  [
    'all at once (Appendix A)',
    undefined,
    { preferredUseBios: true, preferredUseBiosSerial: true, preferredEfi: {}, preferredUseSecureBoot: true },
    { bios: { useSerial: true } },
  ],
])('step %s', (_step, bootloader, preferred, result) => {
  test(`gives ${JSON.stringify(result)}`, () => {
    expect(bootloaderWith(bootloader, preferred)).toEqual(result);
  });
});
