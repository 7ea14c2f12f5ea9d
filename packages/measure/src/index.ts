export { vmiInfo, vmInfo } from './info.ts';
export type { InfoLabel } from './info.ts';
export { vmResources, vmResourcesWith } from './resources.ts';
export type { Series } from './series.ts';
