export { frozen } from './frozen.ts';
export { HOSTILE } from './hostile.ts';
