import type { CatalogList } from '../catalog-list.ts';
import type { CatalogPreference } from '../catalog-object.ts';
import { secureBoot } from '../components/firmware.ts';
import { virtioDevices } from '../components/linux.ts';
import { defineFamily } from '../define-family.ts';

/** Fedora Linux, by architecture. */
export const fedora: CatalogList<CatalogPreference> = /* @__PURE__ */ defineFamily({
  os: 'linux',
  displayName: 'Fedora',
  icon: 'icon-fedora',
  base: [virtioDevices],
  preferences: {
    fedora: { architecture: 'amd64', requires: [1, '2Gi'], with: [secureBoot] },
    'fedora.arm64': { architecture: 'arm64', requires: [1, '2Gi'] },
    'fedora.s390x': { architecture: 's390x', requires: [1, '2Gi'] },
  },
});
