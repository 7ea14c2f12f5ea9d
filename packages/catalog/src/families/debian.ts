import type { CatalogList } from '../catalog-list.ts';
import type { CatalogPreference } from '../catalog-object.ts';
import { efi } from '../components/firmware.ts';
import { virtioDevices } from '../components/linux.ts';
import { defineFamily } from '../define-family.ts';

/** Debian. */
export const debian: CatalogList<CatalogPreference> = /* @__PURE__ */ defineFamily({
  os: 'linux',
  displayName: 'Debian',
  icon: 'icon-debian',
  base: [virtioDevices],
  preferences: {
    debian: { requires: [1, '512Mi'], with: [efi] },
  },
});
