export { generationPatch } from './generation.ts';
export type { RenderedInstance } from './instance.ts';
export { render, renderAsync } from './render.ts';
export type { RenderOptions } from './render.ts';
export { stableUuid } from './stable-uuid.ts';
export { lastSeenSpec, planVmRevision, vmRevisionName } from './vm-revision.ts';
export type { VmRevision, VmRevisionPlan } from './vm-revision.ts';
