export { addDefaultDevices, applyDefaultsTo, applyDefaultValuesTo, DEFAULTS_AUTHOR } from './apply.ts';
export { defaultArchitecture, defaultMachineType } from './configuration.ts';
export type { Cluster, ClusterConfiguration } from './configuration.ts';
export { setArchitecture, setMachineType } from './machine.ts';
export { addNetworkInterface } from './network-interface.ts';
export { addVolumeDisks } from './volume-disks.ts';
