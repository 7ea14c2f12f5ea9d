export { storePreference, storePreferenceSteps } from './store-preference.ts';
