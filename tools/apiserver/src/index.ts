export { findBinaries } from './binaries.ts';
export type { Binaries, NoBinaries } from './binaries.ts';
export type { ApiServerOptions, ClusterAccess } from './options.ts';
export { startApiServer } from './start.ts';
export type { RealCluster } from './start.ts';
