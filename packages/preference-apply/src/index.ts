export { applyPreferenceTo } from './apply.ts';
export { applyAutoattach } from './autoattach.ts';
export { applyDisk } from './disk.ts';
export { applyEarlyPreferenceTo } from './early.ts';
export { applyInput } from './input.ts';
export { applyInterface, podNetworkOf } from './interface.ts';
export type { OnPodNetwork } from './interface.ts';
export { preferAutoattach, preferDisk, preferInput, preferInterface } from './parts.ts';
