import type { CatalogList } from '../catalog-list.ts';
import type { CatalogPreference } from '../catalog-object.ts';
import { virtioDevices } from '../components/linux.ts';
import { defineFamily } from '../define-family.ts';

/** CirrOS, a small Linux for trying things out. */
export const cirros: CatalogList<CatalogPreference> = /* @__PURE__ */ defineFamily({
  os: 'linux',
  displayName: 'CirrOS',
  icon: 'icon-cirros',
  base: [virtioDevices],
  preferences: {
    cirros: { requires: [1, '256Mi'] },
  },
});
