export { caConfigMap, manifestConfigMap } from './config-map.ts';
export type { ConfigMap, DataVolume, ExportAddress, ExportTarget, HttpSource } from './config-map.ts';
export { exportManifest, exportManifestAsync } from './manifest.ts';
export type { ExportOptions } from './manifest.ts';
export { servedList, servedManifests } from './served.ts';
export type { ServedList, ServeOptions } from './served.ts';
