import { type ObjectModel, object, pointer, PRESENCE, STATE, value } from './model.ts';

/** What instance types and preferences have in common. */
export const LAUNCH_SECURITY: ObjectModel = object({
  sev: object({
    policy: object({ encryptedState: pointer('boolean') }),
    attestation: PRESENCE,
    session: value('text'),
    dhCert: value('text'),
  }),
  snp: PRESENCE,
  tdx: PRESENCE,
});

export const VIRTUAL_GPU_OPTIONS: ObjectModel = object({
  display: object({ enabled: pointer('boolean'), ramFB: STATE }),
});
