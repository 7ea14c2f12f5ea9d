import { type ObjectModel, STATE } from './model.ts';

/** What instance types and preferences have in common. */
export const LAUNCH_SECURITY: ObjectModel = {
  sev: { policy: { encryptedState: 'boolean?' }, attestation: {}, session: 'text', dhCert: 'text' },
  snp: {},
  tdx: {},
};

/** The display of a virtual GPU. */
export const VIRTUAL_GPU_OPTIONS: ObjectModel = { display: { enabled: 'boolean?', ramFB: STATE } };
