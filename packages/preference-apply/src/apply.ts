import type { PreferenceSpec, TemplateLike } from '@instancetype/api';
import type { Draft } from '@instancetype/draft';
import { applyAnnotations } from './annotations.ts';
import { applyClock } from './clock.ts';
import { applyCpuFeatures } from './cpu-features.ts';
import { applyDevices } from './devices.ts';
import { applyFeatures } from './features.ts';
import { applyFirmware } from './firmware.ts';
import { applyMachine } from './machine.ts';
import { applyArchitecture, applyLaunchSecurity, applySubdomain, applyTerminationGracePeriod } from './spec.ts';

/** Applies a preference to a template (or a VMI: both have `metadata` and `spec`), through a draft, in KubeVirt's order
 * (BEHAVIOUR 5.1). A preference never conflicts. Say before on whose behalf: `draft.by({origin: 'preference', ...})`.
 * @param template the draft of the template
 * @param preference the preference's spec */
export function applyPreferenceTo(template: Draft<TemplateLike>, preference: PreferenceSpec): void {
  const spec = template.at('spec');
  const domain = spec.at('domain');
  applyCpuFeatures(domain, preference);
  applyDevices(spec, domain, preference);
  applyFeatures(domain, preference);
  applyFirmware(domain, preference);
  applyMachine(domain, preference);
  applyClock(domain, preference);
  applySubdomain(spec, preference);
  applyTerminationGracePeriod(spec, preference);
  applyArchitecture(spec, preference);
  applyAnnotations(template, preference);
  applyLaunchSecurity(domain, preference);
}
