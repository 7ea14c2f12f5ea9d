import type { PreferenceSpec, VmiSpecLike } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { specWith } from './applied.ts';

// BEHAVIOUR 5.11
describe.each<[string, PreferenceSpec, VmiSpecLike, VmiSpecLike]>([
  ['subdomain', { preferredSubdomain: 'net' }, {}, { subdomain: 'net' }],
  ['subdomain where it is empty', { preferredSubdomain: 'net' }, { subdomain: '' }, { subdomain: 'net' }],
  ['subdomain kept', { preferredSubdomain: 'net' }, { subdomain: 'own' }, { subdomain: 'own' }],
  ['empty subdomain', { preferredSubdomain: '' }, {}, { subdomain: '' }],
  ['grace period', { preferredTerminationGracePeriodSeconds: 30 }, {}, { terminationGracePeriodSeconds: 30 }],
  ['grace period of 0 (Appendix A)', { preferredTerminationGracePeriodSeconds: 0 }, {}, { terminationGracePeriodSeconds: 0 }],
  ['grace period kept', { preferredTerminationGracePeriodSeconds: 30 }, { terminationGracePeriodSeconds: 0 }, { terminationGracePeriodSeconds: 0 }],
  ['architecture', { preferredArchitecture: 'arm64' }, {}, { architecture: 'arm64' }],
  ['architecture where it is empty', { preferredArchitecture: 'arm64' }, { architecture: '' }, { architecture: 'arm64' }],
  ['architecture kept', { preferredArchitecture: 'arm64' }, { architecture: 'amd64' }, { architecture: 'amd64' }],
  ['empty architecture', { preferredArchitecture: '' }, {}, {}],
  ['launch security', { preferredLaunchSecurity: { tdx: {} } }, {}, { domain: { launchSecurity: { tdx: {} } } }],
  ['empty launch security', { preferredLaunchSecurity: {} }, { domain: {} }, { domain: { launchSecurity: {} } }],
  [
    'launch security kept (20 Q16)',
    { preferredLaunchSecurity: { tdx: {} } },
    { domain: { launchSecurity: { sev: {} } } },
    { domain: { launchSecurity: { sev: {} } } },
  ],
])('%s', (_rule, preference, spec, result) => {
  test(`of a VM with ${JSON.stringify(spec)}`, () => {
    expect(specWith(spec, preference)).toEqual(Object.keys(result).length === 0 ? spec : result);
  });
});
