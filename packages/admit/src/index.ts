export { admit, admitAsync } from './admit.ts';
export { admitInstancetype, admitPreference } from './admit-object.ts';
export type { AdmitObjectOptions } from './admit-object.ts';
export type { AdmitOptions } from './options.ts';
export { responseOf } from './response.ts';
export type { ReviewResponse, ReviewStatus, StatusCause } from './response.ts';
export { checkStructure } from './structure.ts';
