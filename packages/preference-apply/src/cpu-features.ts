import type { DomainLike, PreferenceSpec } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';

const RULE: Rule = { name: 'preferred-cpu-features', field: 'spec.cpu.preferredCPUFeatures' };

/** Appends the preferred CPU features that the VM does not name (BEHAVIOUR 5.2). Where the VM has no `domain.cpu` it is
 * created, on which KubeVirt crashes (Appendix B1). */
export function applyCpuFeatures(domain: Draft<DomainLike>, preference: PreferenceSpec): void {
  const preferred = preference.cpu?.preferredCPUFeatures;
  if (!preferred?.length) return;
  const cpu = domain.ensure('cpu', RULE);
  // taken once, before anything is appended: a feature that the preference names twice is appended twice
  const own = new Set((cpu.list('features').value ?? []).map((feature) => feature?.name));
  for (const feature of preferred) if (!own.has(feature?.name)) cpu.append('features', feature, RULE);
}
