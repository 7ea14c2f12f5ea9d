import type { DomainLike, FeaturePreferences, FeaturesLike, HypervLike, PreferenceSpec } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { impose, prefer } from './prefer.ts';

const NAME = 'preferred-features';
const SECTION: Rule = { name: NAME, field: 'spec.features' };
const ACPI: Rule = { name: NAME, field: 'spec.features.preferredAcpi' };
const APIC: Rule = { name: NAME, field: 'spec.features.preferredApic' };
const KVM: Rule = { name: NAME, field: 'spec.features.preferredKvm' };
const PVSPINLOCK: Rule = { name: NAME, field: 'spec.features.preferredPvspinlock' };
const SMM: Rule = { name: NAME, field: 'spec.features.preferredSmm' };
const HYPERV: Rule = { name: NAME, field: 'spec.features.preferredHyperv' };

const HYPERV_FEATURES = [
  'evmcs',
  'frequencies',
  'ipi',
  'reenlightenment',
  'relaxed',
  'reset',
  'runtime',
  'spinlocks',
  'synic',
  'synictimer',
  'tlbflush',
  'vapic',
  'vpindex',
  'vendorid',
] as const satisfies readonly (keyof HypervLike)[];

const HYPERV_RULES: readonly Rule[] = HYPERV_FEATURES.map((feature) => ({ name: NAME, field: `spec.features.preferredHyperv.${feature}` }));

/** Takes the preferred features, Hyper-V's one by one (BEHAVIOUR 5.9). */
export function applyFeatures(domain: Draft<DomainLike>, preference: PreferenceSpec): void {
  const preferred = preference.features;
  if (!preferred) return;
  const features = domain.ensure('features', SECTION);
  impose(features, 'acpi', preferred.preferredAcpi, ACPI);
  prefer(features, 'apic', preferred.preferredApic, APIC);
  applyHyperv(features, preferred);
  prefer(features, 'kvm', preferred.preferredKvm, KVM);
  prefer(features, 'pvspinlock', preferred.preferredPvspinlock, PVSPINLOCK);
  prefer(features, 'smm', preferred.preferredSmm, SMM);
}

function applyHyperv(features: Draft<FeaturesLike>, preferred: FeaturePreferences): void {
  if (!preferred.preferredHyperv) return;
  const hyperv = features.ensure('hyperv', HYPERV);
  for (let index = 0; index < HYPERV_FEATURES.length; index++) {
    const feature = HYPERV_FEATURES[index] as keyof HypervLike;
    prefer(hyperv, feature, preferred.preferredHyperv[feature], HYPERV_RULES[index] ?? HYPERV);
  }
}
