import type { CatalogList } from '../catalog-list.ts';
import type { CatalogPreference } from '../catalog-object.ts';
import { virtioDevices } from '../components/linux.ts';
import { defineFamily } from '../define-family.ts';

/** openSUSE. */
export const opensuse: CatalogList<CatalogPreference> = /* @__PURE__ */ defineFamily({
  os: 'linux',
  displayName: 'openSUSE',
  icon: 'icon-opensuse',
  base: [virtioDevices],
  preferences: {
    'opensuse.leap': { variant: 'Leap', requires: [1, '2Gi'] },
    'opensuse.tumbleweed': { variant: 'Tumbleweed', requires: [1, '2Gi'] },
  },
});
