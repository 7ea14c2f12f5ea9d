import type { CatalogList } from '../catalog-list.ts';
import type { CatalogPreference } from '../catalog-object.ts';
import { sataE1000 } from '../components/emulated.ts';
import { defineFamily } from '../define-family.ts';

/** A guest too old for virtio and UEFI. */
export const legacy: CatalogList<CatalogPreference> = /* @__PURE__ */ defineFamily({
  os: 'legacy',
  displayName: 'Legacy guest',
  icon: 'icon-other',
  base: [sataE1000],
  preferences: {
    legacy: {},
  },
});
