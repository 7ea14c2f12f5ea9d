export { expand, expandAsync, expandWith } from './expand.ts';
export type { ExpandOptions } from './expand.ts';
export { resolve, resolveAsync } from './resolve.ts';
