import type { PreferenceComponent } from '../define-family.ts';

/** UEFI that boots unsigned systems too. */
export const efi: PreferenceComponent = {
  firmware: { preferredEfi: { secureBoot: false } },
};

/** UEFI that boots signed systems only; secure boot needs system management mode. */
export const secureBoot: PreferenceComponent = {
  features: { preferredSmm: {} },
  firmware: { preferredEfi: { secureBoot: true } },
};

/** Secure boot and a TPM, both of whose contents outlive the VM's pod. */
export const secureBootTpm: PreferenceComponent = {
  devices: { preferredTPM: { persistent: true } },
  features: { preferredSmm: {} },
  firmware: { preferredEfi: { persistent: true, secureBoot: true } },
};
