import type { CatalogList } from '../catalog-list.ts';
import type { CatalogInstancetype } from '../catalog-object.ts';
import { defineSeries } from '../define-series.ts';

/** M1, memory: twice the general purpose memory per CPU, on huge pages. */
export const m1: CatalogList<CatalogInstancetype> = /* @__PURE__ */ defineSeries({
  name: 'm1',
  class: 'memory.intensive',
  icon: 'fa-memory',
  displayName: 'Memory intensive',
  description: 'For workloads that need much memory per CPU. Needs huge pages on the node.',
  hugepages: ['2Mi', '1Gi'],
  sizes: {
    large: [2, '16Gi'],
    xlarge: [4, '32Gi'],
    '2xlarge': [8, '64Gi'],
    '4xlarge': [16, '128Gi'],
    '8xlarge': [32, '256Gi'],
  },
});
