export { admit, admitAsync } from './admit.ts';
export type { AdmitOptions } from './admit.ts';
