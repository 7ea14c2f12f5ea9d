import type { InstancetypeSpec, Maybe } from '@instancetype/api';
import { type Diagnostic, objectName } from '@instancetype/conflict';
import { adviseInstancetype } from './instancetype-advice.ts';
import { checkOvercommit } from './overcommit.ts';

interface InstancetypeObject {
  readonly kind?: Maybe<string>;
  readonly metadata?: Maybe<{ readonly name?: Maybe<string>; readonly namespace?: Maybe<string> }>;
  readonly spec?: Maybe<InstancetypeSpec>;
}

/**
 * Validates an instance type as KubeVirt's webhook does (BEHAVIOUR 7.2).
 * @param object an instance type of either kind; `{ spec }` is enough. Members of a wrong type are skipped: they are for the
 *   schema to find
 * @returns the errors first: `overcommit-out-of-range`, `overcommit-with-hugepages`. Then warnings: `deprecated-launch-security`,
 *   which is KubeVirt's own (see `isAdmissionWarning`), and advice beyond KubeVirt with the prefix `advice-`. None of either is
 *   an empty list. Pointers are into the object
 */
export function validateInstancetype(object: InstancetypeObject): readonly Diagnostic[] {
  const spec: InstancetypeSpec = objectOr(object.spec);
  const owner = objectName(object, 'VirtualMachineInstancetype');
  const findings = checkOvercommit(objectOr(spec.memory), owner.name === '' ? undefined : owner);
  if (spec.launchSecurity !== undefined && spec.launchSecurity !== null) findings.push(DEPRECATED_LAUNCH_SECURITY);
  findings.push(...adviseInstancetype(spec));
  return findings;
}

const DEPRECATED_LAUNCH_SECURITY: Diagnostic = {
  code: 'deprecated-launch-security',
  severity: 'warning',
  message: 'spec.launchSecurity of instance types is deprecated: move it to preferredLaunchSecurity of a preference',
  field: 'spec.launchSecurity',
  pointer: '/spec/launchSecurity',
};

function objectOr<T extends object>(value: Maybe<T>): T {
  return (typeof value === 'object' && value !== null ? value : {}) as T;
}
