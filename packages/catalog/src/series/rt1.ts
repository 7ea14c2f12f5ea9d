import type { CatalogList } from '../catalog-list.ts';
import type { CatalogInstancetype } from '../catalog-object.ts';
import { defineSeries } from '../define-series.ts';

/** RT1, realtime: CPU cores of their own, kept free of interrupts and CPU quotas, on 1 GiB huge pages. */
export const rt1: CatalogList<CatalogInstancetype> = /* @__PURE__ */ defineSeries({
  name: 'rt1',
  class: 'realtime',
  icon: 'pficon-server-group',
  displayName: 'Realtime',
  description: 'For realtime guests. Needs nodes set up for realtime, with CPU manager and 1 GiB huge pages.',
  rules: {
    annotations: {
      'cpu-load-balancing.crio.io': 'disable',
      'cpu-quota.crio.io': 'disable',
      'irq-load-balancing.crio.io': 'disable',
    },
    cpu: {
      dedicatedCPUPlacement: true,
      isolateEmulatorThread: true,
      numa: { guestMappingPassthrough: {} },
      realtime: {},
    },
  },
  hugepages: ['1Gi'],
  sizes: {
    micro: [1, '1Gi'],
    small: [1, '2Gi'],
    medium: [1, '4Gi'],
    large: [2, '8Gi'],
    xlarge: [4, '16Gi'],
    '2xlarge': [8, '32Gi'],
    '4xlarge': [16, '64Gi'],
    '8xlarge': [32, '128Gi'],
  },
});
