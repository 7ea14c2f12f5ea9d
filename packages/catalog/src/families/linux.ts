import type { CatalogList } from '../catalog-list.ts';
import type { CatalogPreference } from '../catalog-object.ts';
import { efi } from '../components/firmware.ts';
import { virtioDevices, virtioTransitional } from '../components/linux.ts';
import { defineFamily } from '../define-family.ts';

/** A Linux that has no preference of its own. */
export const linux: CatalogList<CatalogPreference> = /* @__PURE__ */ defineFamily({
  os: 'linux',
  displayName: 'Linux guest',
  icon: 'icon-linux',
  base: [virtioDevices],
  preferences: {
    linux: {},
    'linux.efi': { variant: 'with EFI', with: [efi] },
    'linux.virtiotransitional': { variant: 'with transitional virtio', with: [virtioTransitional] },
  },
});
