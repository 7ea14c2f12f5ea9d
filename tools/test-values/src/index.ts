export { frozen } from './frozen.ts';
export { HOSTILE } from './hostile.ts';
export { ListReader } from './list-reader.ts';
export type { Stored } from './list-reader.ts';
