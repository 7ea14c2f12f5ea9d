import type { DomainLike, FeaturePreferences, FeaturesLike, HypervLike } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { apply, domainWith } from './applied.ts';

const featuresWith = (domain: DomainLike, preferred: FeaturePreferences): FeaturesLike | null | undefined => domainWith(domain, { features: preferred })?.features;

test('features are created even where nothing is preferred (20 Q4)', () => {
  expect(domainWith({}, { features: {} })).toEqual({ features: {} });
});

describe('preferredAcpi (5.9, 20 Q13)', () => {
  test.each<[DomainLike, object, FeaturesLike]>([
    [{}, { enabled: true }, { acpi: { enabled: true } }],
    [{ features: { acpi: { enabled: true } } }, { enabled: false }, { acpi: { enabled: false } }],
    [{ features: { acpi: { enabled: false } } }, {}, { acpi: {} }],
  ])('of a VM with %j and preferred %j gives %j', (domain, preferredAcpi, result) => {
    expect(featuresWith(domain, { preferredAcpi })).toEqual(result);
  });

  test('unset leaves the VM\'s', () => {
    expect(featuresWith({ features: { acpi: { enabled: false } } }, {})).toEqual({ acpi: { enabled: false } });
  });
});

describe.each([
  ['preferredApic', 'apic'],
  ['preferredKvm', 'kvm'],
  ['preferredPvspinlock', 'pvspinlock'],
  ['preferredSmm', 'smm'],
] as const)('%s', (preference, feature) => {
  test('sets a VM without it', () => {
    expect(featuresWith({}, { [preference]: { enabled: true } })).toEqual({ [feature]: { enabled: true } });
    expect(featuresWith({ features: { [feature]: null } }, { [preference]: {} })).toEqual({ [feature]: {} });
  });

  test('leaves a VM\'s own, even an empty one', () => {
    expect(featuresWith({ features: { [feature]: {} } }, { [preference]: { enabled: true } })).toEqual({ [feature]: {} });
  });
});

const HYPERV: readonly (keyof HypervLike)[] = [
  'evmcs', 'frequencies', 'ipi', 'reenlightenment', 'relaxed', 'reset', 'runtime', 'spinlocks', 'synic', 'synictimer', 'tlbflush', 'vapic',
  'vpindex', 'vendorid',
];

describe('preferredHyperv', () => {
  test('creates hyperv, with acpi {} beside it where that is preferred (Appendix A)', () => {
    const domain = { features: { acpi: { enabled: false } } };
    expect(domainWith(domain, { features: { preferredHyperv: {}, preferredAcpi: {} } })).toEqual({ features: { acpi: {}, hyperv: {} } });
  });

  test.each(HYPERV)('gives %s to a VM without it, and never merges it', (feature) => {
    expect(featuresWith({}, { preferredHyperv: { [feature]: { enabled: true } } })).toEqual({ hyperv: { [feature]: { enabled: true } } });
    const own = { features: { hyperv: { [feature]: {} } } };
    expect(featuresWith(own, { preferredHyperv: { [feature]: { enabled: true, spinlocks: 8191 } } })).toEqual(own.features);
  });

  test('takes each sub-feature separately', () => {
    const own = { features: { hyperv: { relaxed: { enabled: false }, vapic: null } } };
    const preferredHyperv = { relaxed: { enabled: true }, vapic: { enabled: true }, spinlocks: { spinlocks: 8191 } };
    expect(featuresWith(own, { preferredHyperv })).toEqual({ hyperv: { relaxed: { enabled: false }, vapic: { enabled: true }, spinlocks: { spinlocks: 8191 } } });
  });

  test('knows no other sub-feature, and leaves hypervPassthrough alone', () => {
    const preferred = { preferredHyperv: { xmmInput: {} }, preferredHypervPassthrough: {} } as FeaturePreferences;
    expect(featuresWith({}, preferred)).toEqual({ hyperv: {} });
  });

  test('is traced by the field of each sub-feature', () => {
    const { trace } = apply({}, { features: { preferredHyperv: { vpindex: {} } } });
    expect(trace.at(-1)).toMatchObject({ path: '/spec/domain/features/hyperv/vpindex', source: { field: 'spec.features.preferredHyperv.vpindex' } });
  });
});
