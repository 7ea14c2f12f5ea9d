import type { Diagnostic } from '@instancetype/conflict';

/** Whether KubeVirt's webhooks answer a finding as an admission warning, which they do only with an object that they allow
 * (BEHAVIOUR 7.2, 7.3). Every other warning is this project's own advice.
 * @param finding what a validation found */
export function isAdmissionWarning(finding: Diagnostic): boolean {
  return finding.severity === 'warning' && finding.code.startsWith('deprecated-');
}
