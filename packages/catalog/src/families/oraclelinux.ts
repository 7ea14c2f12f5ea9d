import type { CatalogList } from '../catalog-list.ts';
import type { CatalogPreference } from '../catalog-object.ts';
import { efi } from '../components/firmware.ts';
import { virtioDevices } from '../components/linux.ts';
import { defineFamily } from '../define-family.ts';

/** Oracle Linux. */
export const oraclelinux: CatalogList<CatalogPreference> = /* @__PURE__ */ defineFamily({
  os: 'linux',
  displayName: 'Oracle Linux',
  icon: 'icon-oracle',
  base: [virtioDevices],
  preferences: {
    oraclelinux: { requires: [2, '4Gi'], with: [efi] },
  },
});
