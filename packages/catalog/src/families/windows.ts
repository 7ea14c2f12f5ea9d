import type { CatalogList } from '../catalog-list.ts';
import type { CatalogPreference } from '../catalog-object.ts';
import { sataE1000, sataE1000e, sataRtl8139 } from '../components/emulated.ts';
import { secureBoot, secureBootTpm } from '../components/firmware.ts';
import { noPciHole64, virtio, windowsGuest } from '../components/windows.ts';
import { defineFamily } from '../define-family.ts';

/** Microsoft Windows, by release, with emulated devices or with virtio. */
export const windows: CatalogList<CatalogPreference> = /* @__PURE__ */ defineFamily({
  os: 'windows',
  displayName: 'Microsoft Windows',
  icon: 'icon-windows',
  base: [windowsGuest],
  preferences: {
    'windows.xp': { variant: 'XP', requires: [1, '128Mi'], with: [sataE1000e, noPciHole64] },
    'windows.7': { variant: '7', requires: [1, '2Gi'], with: [sataE1000e] },
    'windows.7.virtio': { variant: '7 (virtio)', requires: [1, '2Gi'], with: [virtio] },
    'windows.10': { variant: '10', requires: [1, '2Gi'], with: [sataE1000e, secureBoot] },
    'windows.10.virtio': { variant: '10 (virtio)', requires: [1, '2Gi'], with: [virtio, secureBoot] },
    'windows.11': { variant: '11', requires: [2, '4Gi'], with: [sataE1000e, secureBootTpm] },
    'windows.11.virtio': { variant: '11 (virtio)', requires: [2, '4Gi'], with: [virtio, secureBootTpm] },
    'windows.2k3': { variant: 'Server 2003', requires: [1, '256Mi'], with: [sataRtl8139, noPciHole64] },
    'windows.2k8': { variant: 'Server 2008/2008 R2', requires: [1, '512Mi'], with: [sataE1000] },
    'windows.2k8.virtio': { variant: 'Server 2008/2008 R2 (virtio)', requires: [1, '512Mi'], with: [virtio] },
    'windows.2k12': { variant: 'Server 2012/2012 R2', requires: [1, '512Mi'], with: [sataE1000e] },
    'windows.2k12.virtio': { variant: 'Server 2012/2012 R2 (virtio)', requires: [1, '512Mi'], with: [virtio] },
    'windows.2k16': { variant: 'Server 2016', requires: [1, '2Gi'], with: [sataE1000e, secureBoot] },
    'windows.2k16.virtio': { variant: 'Server 2016 (virtio)', requires: [1, '2Gi'], with: [virtio, secureBoot] },
    'windows.2k19': { variant: 'Server 2019', requires: [1, '2Gi'], with: [sataE1000e, secureBoot] },
    'windows.2k19.virtio': { variant: 'Server 2019 (virtio)', requires: [1, '2Gi'], with: [virtio, secureBoot] },
    'windows.2k22': { variant: 'Server 2022', requires: [1, '2Gi'], with: [sataE1000e, secureBootTpm] },
    'windows.2k22.virtio': { variant: 'Server 2022 (virtio)', requires: [1, '2Gi'], with: [virtio, secureBootTpm] },
    'windows.2k25': { variant: 'Server 2025', requires: [1, '2Gi'], with: [sataE1000e, secureBootTpm] },
    'windows.2k25.virtio': { variant: 'Server 2025 (virtio)', requires: [1, '2Gi'], with: [virtio, secureBootTpm] },
  },
});
