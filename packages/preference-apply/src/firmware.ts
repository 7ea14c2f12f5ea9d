import type { BootloaderLike, DomainLike, FirmwarePreferences, PreferenceSpec } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { keepOwn, prefer } from './prefer.ts';

const NAME = 'preferred-firmware';
const SECTION: Rule = { name: NAME, field: 'spec.firmware' };
const BIOS: Rule = { name: NAME, field: 'spec.firmware.preferredUseBios' };
const BIOS_SERIAL: Rule = { name: NAME, field: 'spec.firmware.preferredUseBiosSerial' };
const EFI: Rule = { name: NAME, field: 'spec.firmware.preferredEfi' };
const USE_EFI: Rule = { name: NAME, field: 'spec.firmware.preferredUseEfi' };
const SECURE_BOOT: Rule = { name: NAME, field: 'spec.firmware.preferredUseSecureBoot' };

/** Takes the preferred boot firmware; a bootloader is created even where nothing is preferred for it (BEHAVIOUR 5.10). */
export function applyFirmware(domain: Draft<DomainLike>, preference: PreferenceSpec): void {
  const preferred = preference.firmware;
  if (!preferred) return;
  const bootloader = domain.ensure('firmware', SECTION).ensure('bootloader', SECTION);
  applyBios(bootloader, preferred);
  applyEfi(bootloader, preferred);
}

function applyBios(bootloader: Draft<BootloaderLike>, preferred: FirmwarePreferences): void {
  if (preferred.preferredUseBios && isUndecided(bootloader)) bootloader.set('bios', {}, BIOS);
  if (bootloader.get('bios')) prefer(bootloader.at('bios'), 'useSerial', preferred.preferredUseBiosSerial, BIOS_SERIAL);
}

function applyEfi(bootloader: Draft<BootloaderLike>, preferred: FirmwarePreferences): void {
  if (preferred.preferredEfi) {
    if (isUndecided(bootloader)) {
      bootloader.set('efi', preferred.preferredEfi, EFI);
      return;
    }
    keepOwn(bootloader, 'efi', bootloader.get('efi'), preferred.preferredEfi, EFI);
  }
  if (preferred.preferredUseEfi && isUndecided(bootloader)) bootloader.set('efi', {}, USE_EFI);
  // also for the VM's own EFI, and whether or not preferredEfi is there (BEHAVIOUR 20, Q14)
  if (bootloader.get('efi')) prefer(bootloader.at('efi'), 'secureBoot', preferred.preferredUseSecureBoot, SECURE_BOOT);
}

function isUndecided(bootloader: Draft<BootloaderLike>): boolean {
  return bootloader.get('bios') === undefined && bootloader.get('efi') === undefined;
}
