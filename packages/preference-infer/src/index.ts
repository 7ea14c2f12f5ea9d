export { inferPreference, inferPreferenceAsync, inferPreferenceTo } from './infer-preference.ts';
