import type { CatalogList } from '../catalog-list.ts';
import type { CatalogPreference } from '../catalog-object.ts';
import { desktop, diskIoThreads, dpdk, virtioDevices } from '../components/linux.ts';
import { defineFamily } from '../define-family.ts';

/** CentOS Stream. */
export const centos: CatalogList<CatalogPreference> = /* @__PURE__ */ defineFamily({
  os: 'linux',
  displayName: 'CentOS Stream',
  icon: 'icon-centos',
  base: [virtioDevices, diskIoThreads],
  preferences: {
    'centos.stream9': { variant: '9', requires: [1, '1.5Gi'] },
    'centos.stream9.desktop': { variant: '9 Desktop', requires: [1, '1.5Gi'], with: [desktop] },
    'centos.stream9.dpdk': { variant: '9 DPDK', requires: [8, '1.5Gi'], with: [dpdk] },
    'centos.stream10': { variant: '10', requires: [1, '1.5Gi'] },
    'centos.stream10.desktop': { variant: '10 Desktop', requires: [1, '1.5Gi'], with: [desktop] },
  },
});
