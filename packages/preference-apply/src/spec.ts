import type { DomainLike, PreferenceSpec, VmiSpecLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { keepOwn, prefer, preferText } from './prefer.ts';

const SUBDOMAIN: Rule = { name: 'preferred-subdomain', field: 'spec.preferredSubdomain' };
const GRACE_PERIOD: Rule = { name: 'preferred-termination-grace-period', field: 'spec.preferredTerminationGracePeriodSeconds' };
const ARCHITECTURE: Rule = { name: 'preferred-architecture', field: 'spec.preferredArchitecture' };
const LAUNCH_SECURITY: Rule = { name: 'preferred-launch-security', field: 'spec.preferredLaunchSecurity' };

/** Takes the preferred subdomain; here a preferred `""` counts as a value (BEHAVIOUR 5.11). */
export function applySubdomain(spec: Draft<VmiSpecLike>, preference: PreferenceSpec): void {
  const preferred = preference.preferredSubdomain;
  if (preferred === undefined || preferred === null) return;
  const own = spec.get('subdomain');
  if (own) keepOwn(spec, 'subdomain', own, preferred, SUBDOMAIN);
  else spec.set('subdomain', preferred, SUBDOMAIN);
}

/** Takes the preferred termination grace period (BEHAVIOUR 5.11). */
export function applyTerminationGracePeriod(spec: Draft<VmiSpecLike>, preference: PreferenceSpec): void {
  prefer(spec, 'terminationGracePeriodSeconds', preference.preferredTerminationGracePeriodSeconds, GRACE_PERIOD);
}

/** Takes the preferred architecture (BEHAVIOUR 5.11). */
export function applyArchitecture(spec: Draft<VmiSpecLike>, preference: PreferenceSpec): void {
  preferText(spec, 'architecture', preference.preferredArchitecture, ARCHITECTURE);
}

/** Takes the preferred launch security; what the instance type gave before stays (BEHAVIOUR 20, Q16). */
export function applyLaunchSecurity(domain: Draft<DomainLike>, preference: PreferenceSpec): void {
  prefer(domain, 'launchSecurity', preference.preferredLaunchSecurity, LAUNCH_SECURITY);
}
