export { findPreference, findPreferenceAsync } from './find-preference.ts';
