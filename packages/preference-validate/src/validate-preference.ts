import type { CpuPreferences, Maybe, PreferenceSpec } from '@instancetype/api';
import type { Diagnostic } from '@instancetype/conflict';
import { advisePreference } from './preference-advice.ts';
import { checkTopology } from './topology.ts';

interface PreferenceObject {
  readonly spec?: Maybe<PreferenceSpec>;
}

/**
 * Validates a preference as KubeVirt's webhook does (BEHAVIOUR 7.3), but for a spread ratio of 0, which KubeVirt accepts and
 * then crashes on (Appendix B1).
 * @param object a preference of either kind; `{ spec }` is enough. Members of a wrong type are skipped: they are for the schema
 *   to find
 * @returns the errors first: `unknown-topology`, `unknown-spread-across`, `spread-ratio-not-two`, `spread-ratio-zero`. Then the
 *   warning `deprecated-topology-name`, which is KubeVirt's own (see `isAdmissionWarning` of the package validate), and advice
 *   beyond KubeVirt with the prefix `advice-`. None of either is an empty list. Pointers are into the object
 */
export function validatePreference(object: PreferenceObject): readonly Diagnostic[] {
  const spec: PreferenceSpec = objectOr(object.spec);
  const cpu: CpuPreferences = objectOr(spec.cpu);
  return [...checkTopology(spec, cpu), ...advisePreference(spec)];
}

function objectOr<T extends object>(value: Maybe<T>): T {
  return (typeof value === 'object' && value !== null ? value : {}) as T;
}
