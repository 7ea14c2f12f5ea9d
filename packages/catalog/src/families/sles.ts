import type { CatalogList } from '../catalog-list.ts';
import type { CatalogPreference } from '../catalog-object.ts';
import { virtioDevices } from '../components/linux.ts';
import { defineFamily } from '../define-family.ts';

/** SUSE Linux Enterprise Server. */
export const sles: CatalogList<CatalogPreference> = /* @__PURE__ */ defineFamily({
  os: 'linux',
  displayName: 'SUSE Linux Enterprise Server',
  icon: 'icon-sles',
  base: [virtioDevices],
  preferences: {
    sles: { requires: [1, '2Gi'] },
  },
});
