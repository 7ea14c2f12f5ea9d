import type { CatalogList } from '../catalog-list.ts';
import type { CatalogInstancetype } from '../catalog-object.ts';
import { defineSeries } from '../define-series.ts';

/** O1, overcommitted: the general purpose sizes, with part of their memory not requested from the node. */
export const o1: CatalogList<CatalogInstancetype> = /* @__PURE__ */ defineSeries({
  name: 'o1',
  class: 'overcommitted',
  icon: 'pficon-virtual-machine',
  displayName: 'Overcommitted',
  description: 'For many VMs that seldom use all of their memory: part of it is not reserved on the node.',
  rules: { memory: { overcommitPercent: 50 } },
  sizes: {
    nano: [1, '512Mi'],
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
