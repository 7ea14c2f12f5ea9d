import type { CatalogList } from '../catalog-list.ts';
import type { CatalogPreference } from '../catalog-object.ts';
import { virtioDevices } from '../components/linux.ts';
import { defineFamily } from '../define-family.ts';

/** Ubuntu. */
export const ubuntu: CatalogList<CatalogPreference> = /* @__PURE__ */ defineFamily({
  os: 'linux',
  displayName: 'Ubuntu',
  icon: 'icon-ubuntu',
  base: [virtioDevices],
  preferences: {
    ubuntu: { requires: [1, '2Gi'] },
  },
});
