import type { PreferenceComponent } from '../define-family.ts';

/** SATA disks and an Intel 82574L network card, for which most systems bring drivers. */
export const sataE1000e: PreferenceComponent = {
  devices: { preferredDiskBus: 'sata', preferredInterfaceModel: 'e1000e' },
};

/** SATA disks and an Intel 82540EM network card, for older systems. */
export const sataE1000: PreferenceComponent = {
  devices: { preferredDiskBus: 'sata', preferredInterfaceModel: 'e1000' },
};

/** SATA disks and a Realtek 8139 network card, for the oldest systems. */
export const sataRtl8139: PreferenceComponent = {
  devices: { preferredDiskBus: 'sata', preferredInterfaceModel: 'rtl8139' },
};
