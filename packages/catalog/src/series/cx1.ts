import type { CatalogList } from '../catalog-list.ts';
import type { CatalogInstancetype } from '../catalog-object.ts';
import { defineSeries } from '../define-series.ts';

/** CX1, compute exclusive: CPU cores of their own with the NUMA layout of the node, on huge pages. */
export const cx1: CatalogList<CatalogInstancetype> = /* @__PURE__ */ defineSeries({
  name: 'cx1',
  class: 'compute.exclusive',
  icon: 'pficon-registry',
  displayName: 'Compute exclusive',
  description: 'For heavy computation: CPU cores of its own, placed as on the node. Needs CPU manager and huge pages.',
  rules: {
    cpu: { dedicatedCPUPlacement: true, isolateEmulatorThread: true, numa: { guestMappingPassthrough: {} } },
    ioThreadsPolicy: 'auto',
  },
  maxSocketsIsGuest: true,
  hugepages: ['2Mi', '1Gi'],
  sizes: {
    medium: [1, '2Gi'],
    large: [2, '4Gi'],
    xlarge: [4, '8Gi'],
    '2xlarge': [8, '16Gi'],
    '4xlarge': [16, '32Gi'],
    '8xlarge': [32, '64Gi'],
  },
});
