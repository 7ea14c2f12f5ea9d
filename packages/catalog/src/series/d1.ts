import type { CatalogList } from '../catalog-list.ts';
import type { CatalogInstancetype } from '../catalog-object.ts';
import { defineSeries } from '../define-series.ts';

/** D1, dedicated: the general purpose sizes, with CPU cores of their own. */
export const d1: CatalogList<CatalogInstancetype> = /* @__PURE__ */ defineSeries({
  name: 'd1',
  class: 'dedicated.vcpu',
  icon: 'pficon-server-group',
  displayName: 'Dedicated CPU',
  description: 'For steady performance: CPU cores of its own, and more for the emulator. Needs CPU manager.',
  rules: {
    cpu: { dedicatedCPUPlacement: true, isolateEmulatorThread: true },
    ioThreadsPolicy: 'auto',
  },
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
