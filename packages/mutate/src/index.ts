export { mutate, mutateAsync } from './mutate.ts';
export type { MutateOptions } from './options.ts';
