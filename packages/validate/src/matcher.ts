import type { Family, Matcher, Maybe } from '@instancetype/api';
import { type CauseReason, type Diagnostic, nearestWord, showValue, type Suggestion } from '@instancetype/conflict';

const POLICIES: readonly string[] = ['Ignore', 'Reject'];
const NOUNS: Readonly<Record<Family, string>> = { instancetype: 'instance type', preference: 'preference' };

/** Validates what a VM's matcher says, as KubeVirt's mutating webhook does (BEHAVIOUR 7.5). Whether its kind is known and its
 * object exists is for finding it to tell.
 * @param matcher `spec.instancetype` or `spec.preference` of a VM; unset is valid
 * @param family which of the two
 * @returns in KubeVirt's order: `matcher-empty`, `matcher-name-and-inference`, `matcher-kind-and-inference`,
 *   `unknown-failure-policy`; an empty list where all is well. Pointers are into the VM */
export function validateMatcher(matcher: Maybe<Matcher>, family: Family): readonly Diagnostic[] {
  if (matcher === undefined || matcher === null) return [];
  const { name, kind, inferFromVolume, inferFromVolumeFailurePolicy: policy } = matcher;
  const findings: Diagnostic[] = [];
  if (!name && !inferFromVolume) findings.push(empty(family));
  if (inferFromVolume && name) findings.push(excluded(family, 'name', name, inferFromVolume));
  if (inferFromVolume && kind) findings.push(excluded(family, 'kind', kind, inferFromVolume));
  if (policy !== undefined && policy !== null && !POLICIES.includes(policy)) findings.push(unknownPolicy(family, policy));
  return findings;
}

/** Validates a change of a VM's matcher, as KubeVirt's mutating webhook does (BEHAVIOUR 7.5): a new name needs a new revision.
 * @param old the matcher before
 * @param updated the matcher after
 * @param family which of the two matchers
 * @returns `revision-kept-for-new-name`, or undefined where the change is valid. The pointer is into the VM after the change */
export function validateMatcherChange(old: Maybe<Matcher>, updated: Maybe<Matcher>, family: Family): Diagnostic | undefined {
  if (!old || !updated) return undefined;
  const { name, revisionName } = updated;
  if (!revisionName || revisionName !== old.revisionName || (name ?? '') === (old.name ?? '')) return undefined;
  const path = `spec.${family}`;
  const pointer = `/spec/${family}/revisionName`;
  const before = old.name ?? '';
  const message = `${path}.name changed from ${showValue(before)} to ${showValue(name ?? '')}, and ${path}.revisionName still names ${showValue(revisionName)}, a revision of the former: remove revisionName, or keep the name`;
  const suggestions: Suggestion[] = [{ title: `Remove ${path}.revisionName`, patch: [{ op: 'remove', path: pointer }] }];
  if (before !== '') suggestions.push({ title: `Set ${path}.name back`, patch: [{ op: 'add', path: `/spec/${family}/name`, value: before }] });
  return finding('revision-kept-for-new-name', 'FieldValueInvalid', `${path}.revisionName`, message, suggestions);
}

function empty(family: Family): Diagnostic {
  const path = `spec.${family}`;
  const message = `${path} names no ${NOUNS[family]}: set ${path}.name, or ${path}.inferFromVolume to the name of a volume that tells it`;
  return finding('matcher-empty', 'FieldValueNotFound', path, message);
}

function excluded(family: Family, member: 'name' | 'kind', value: string, volume: string): Diagnostic {
  const path = `spec.${family}`;
  const message = `${path}.${member} is ${showValue(value)}, and ${path}.inferFromVolume (${showValue(volume)}) is to find the ${member}: remove one of them`;
  return finding(`matcher-${member}-and-inference`, 'FieldValueNotSupported', `${path}.${member}`, message, [
    { title: `Remove ${path}.${member}`, patch: [{ op: 'remove', path: `/spec/${family}/${member}` }] },
    { title: `Remove ${path}.inferFromVolume`, patch: [{ op: 'remove', path: `/spec/${family}/inferFromVolume` }] },
  ]);
}

function unknownPolicy(family: Family, policy: unknown): Diagnostic {
  const field = `spec.${family}.inferFromVolumeFailurePolicy`;
  const path = `/spec/${family}/inferFromVolumeFailurePolicy`;
  const meant = typeof policy === 'string' ? nearestWord(policy, POLICIES) : undefined;
  const suggestions: Suggestion[] = [];
  if (meant !== undefined) suggestions.push({ title: `Set ${field} to ${meant}`, patch: [{ op: 'replace', path, value: meant }] });
  suggestions.push({ title: `Remove ${field}, which means Reject`, patch: [{ op: 'remove', path }] });
  const message = `${field} is ${showValue(policy)} and must be Ignore or Reject: correct it, or remove it, which means Reject`;
  return finding('unknown-failure-policy', 'FieldValueInvalid', field, message, suggestions);
}

function finding(code: string, reason: CauseReason, field: string, message: string, suggestions?: readonly Suggestion[]): Diagnostic {
  const pointer = `/${field.replaceAll('.', '/')}`;
  return { code, severity: 'error', message, reason, field, pointer, ...(suggestions && { suggestions }) };
}
