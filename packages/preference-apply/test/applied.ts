import type { DevicePreferences, DevicesLike, DomainLike, PreferenceSpec, TemplateLike, VmiSpecLike } from '@instancetype/api';
import { type Misfit, openDraft, type Trace } from '@instancetype/draft';
import { frozen } from '@instancetype-tools/test-values';
import { applyPreferenceTo } from '../src/index.ts';

/** What applying a preference to a template gave. */
export interface Applied {
  readonly value: TemplateLike | undefined;
  readonly trace: Trace;
  readonly misfits: readonly Misfit[];
}

/** Applies a preference to a template; neither may be changed, so both are frozen. */
export function apply(template: TemplateLike, preference: PreferenceSpec): Applied {
  const draft = openDraft<TemplateLike>(frozen(template), { trace: true });
  draft.by({ origin: 'preference', kind: 'VirtualMachineClusterPreference', name: 'p' });
  applyPreferenceTo(draft, frozen(preference));
  return { value: draft.value, trace: draft.trace, misfits: draft.misfits };
}

/** The VM's spec with a preference applied. */
export function specWith(spec: VmiSpecLike, preference: PreferenceSpec): VmiSpecLike | null | undefined {
  return apply({ spec }, preference).value?.spec;
}

/** The VM's domain with a preference applied. */
export function domainWith(domain: DomainLike, preference: PreferenceSpec): DomainLike | null | undefined {
  return specWith({ domain }, preference)?.domain;
}

/** The VM's devices with a preference's devices applied. */
export function devicesWith(devices: DevicesLike, preferred: DevicePreferences): DevicesLike | null | undefined {
  return domainWith({ devices }, { devices: preferred })?.devices;
}
