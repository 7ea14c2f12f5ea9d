export { Random, seedOf } from './random.ts';
