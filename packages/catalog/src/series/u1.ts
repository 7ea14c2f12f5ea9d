import type { CatalogList } from '../catalog-list.ts';
import type { CatalogInstancetype } from '../catalog-object.ts';
import { defineSeries } from '../define-series.ts';

/** U1, universal: general purpose. CPUs are shared with other VMs. */
export const u1: CatalogList<CatalogInstancetype> = /* @__PURE__ */ defineSeries({
  name: 'u1',
  class: 'general.purpose',
  icon: 'pficon-server-group',
  displayName: 'General purpose',
  description: 'For everyday workloads. Shares the CPU cores of its node with other VMs.',
  sizes: {
    nano: [1, '512Mi'],
    micro: [1, '1Gi'],
    small: [1, '2Gi'],
    medium: [1, '4Gi'],
    '2xmedium': [2, '4Gi'],
    large: [2, '8Gi'],
    xlarge: [4, '16Gi'],
    '2xlarge': [8, '32Gi'],
    '4xlarge': [16, '64Gi'],
    '8xlarge': [32, '128Gi'],
  },
});
