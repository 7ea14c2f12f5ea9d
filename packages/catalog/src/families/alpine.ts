import type { CatalogList } from '../catalog-list.ts';
import type { CatalogPreference } from '../catalog-object.ts';
import { virtioDevices } from '../components/linux.ts';
import { defineFamily } from '../define-family.ts';

/** Alpine Linux. */
export const alpine: CatalogList<CatalogPreference> = /* @__PURE__ */ defineFamily({
  os: 'linux',
  displayName: 'Alpine Linux',
  icon: 'icon-alpine',
  base: [virtioDevices],
  preferences: {
    alpine: { requires: [1, '512Mi'] },
  },
});
