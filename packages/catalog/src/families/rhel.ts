import type { CatalogList } from '../catalog-list.ts';
import type { CatalogPreference } from '../catalog-object.ts';
import { secureBoot } from '../components/firmware.ts';
import { desktop, diskIoThreads, dpdk, realtime, virtioDevices } from '../components/linux.ts';
import { defineFamily } from '../define-family.ts';

/** Red Hat Enterprise Linux, by release, architecture and use. */
export const rhel: CatalogList<CatalogPreference> = /* @__PURE__ */ defineFamily({
  os: 'linux',
  displayName: 'Red Hat Enterprise Linux',
  icon: 'icon-rhel',
  base: [virtioDevices],
  preferences: {
    'rhel.7': { variant: '7', requires: [1, '1Gi'] },
    'rhel.7.desktop': { variant: '7 Desktop', requires: [1, '1Gi'], with: [desktop] },
    'rhel.8': { variant: '8', requires: [1, '1.5Gi'] },
    'rhel.8.desktop': { variant: '8 Desktop', requires: [1, '1.5Gi'], with: [desktop] },
    'rhel.8.dpdk': { variant: '8 DPDK', requires: [8, '1.5Gi'], with: [dpdk] },
    'rhel.9': { variant: '9', architecture: 'amd64', requires: [1, '1.5Gi'], with: [diskIoThreads, secureBoot] },
    'rhel.9.arm64': { variant: '9', architecture: 'arm64', requires: [1, '1.5Gi'], with: [diskIoThreads] },
    'rhel.9.s390x': { variant: '9', architecture: 's390x', requires: [1, '1.5Gi'], with: [diskIoThreads] },
    'rhel.9.desktop': {
      variant: '9 Desktop',
      architecture: 'amd64',
      requires: [1, '1.5Gi'],
      with: [diskIoThreads, secureBoot, desktop],
    },
    'rhel.9.dpdk': {
      variant: '9 DPDK',
      architecture: 'amd64',
      requires: [8, '1.5Gi'],
      with: [diskIoThreads, secureBoot, dpdk],
    },
    'rhel.9.realtime': {
      variant: '9 Realtime',
      architecture: 'amd64',
      requires: [4, '4Gi'],
      with: [diskIoThreads, secureBoot, realtime],
    },
    'rhel.10': { variant: '10', architecture: 'amd64', requires: [1, '1.5Gi'], with: [diskIoThreads, secureBoot] },
    'rhel.10.arm64': { variant: '10', architecture: 'arm64', requires: [1, '1.5Gi'], with: [diskIoThreads] },
    'rhel.10.s390x': { variant: '10', architecture: 's390x', requires: [1, '1.5Gi'], with: [diskIoThreads] },
  },
});
