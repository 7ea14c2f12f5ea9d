import type { CatalogList } from '../catalog-list.ts';
import type { CatalogInstancetype } from '../catalog-object.ts';
import { defineSeries } from '../define-series.ts';

/** N1, network: for DPDK guests, with CPU cores of their own on 1 GiB huge pages. */
export const n1: CatalogList<CatalogInstancetype> = /* @__PURE__ */ defineSeries({
  name: 'n1',
  class: 'network',
  icon: 'pficon-network',
  displayName: 'Network',
  description: 'For network functions on DPDK. Needs nodes set up for DPDK, with CPU manager and 1 GiB huge pages.',
  rules: {
    annotations: {
      'cpu-load-balancing.crio.io': 'disable',
      'cpu-quota.crio.io': 'disable',
      'irq-load-balancing.crio.io': 'disable',
    },
    cpu: { dedicatedCPUPlacement: true, isolateEmulatorThread: true },
  },
  hugepages: ['1Gi'],
  sizes: {
    medium: [4, '4Gi'],
    large: [4, '8Gi'],
    xlarge: [8, '16Gi'],
    '2xlarge': [16, '32Gi'],
    '4xlarge': [32, '64Gi'],
    '8xlarge': [64, '128Gi'],
  },
});
