import { type InstancetypeSpec, type PreferenceSpec, preferredSpread, preferredTopology } from '@instancetype/api';
import { type Diagnostic, showText } from '@instancetype/conflict';
import { claimsOf, type Owned, showOwner } from './owned.ts';

const GUEST = 'spec.cpu.guest';
/** Threads per core where vCPUs are spread across all three. */
const THREADS = 2;

/**
 * Checks that a preference of the topology "spread" can spread an instance type's vCPUs without a rest (BEHAVIOUR 7.4).
 * KubeVirt checks it when a VM is admitted, and only then.
 * @param instancetype what was found for the VM: `{spec, object}`; undefined or null for none
 * @param preference the same
 * @returns undefined where it can; else `spread-not-divisible`, or `spread-ratio-zero` (Appendix B1). Pointers are into the VM
 */
export function checkSpread(
  instancetype: Owned<InstancetypeSpec> | null | undefined,
  preference: Owned<PreferenceSpec> | null | undefined,
): Diagnostic | undefined {
  const spec = preference?.spec;
  if (!instancetype || typeof spec?.cpu?.preferredCPUTopology !== 'string' || preferredTopology(spec) !== 'spread') return undefined;
  const guest: unknown = instancetype.spec?.cpu?.guest;
  const vcpus = typeof guest === 'number' ? guest : 0;
  const { across, ratio, ratioField } = preferredSpread(spec);
  let cores = vcpus;
  if (across === 'SocketsCoresThreads') {
    if (vcpus % THREADS > 0) return notDivisible(instancetype, preference, vcpus, THREADS, 'spec.cpu.spreadOptions.across', across);
    cores = vcpus / THREADS;
  } else if (across !== 'SocketsCores' && across !== 'CoresThreads') {
    return undefined;
  }
  if (typeof ratio !== 'number') return undefined;
  if (ratio === 0) return ratioZero(preference, ratioField);
  if (cores % ratio === 0) return undefined;
  const written = spec.cpu.spreadOptions?.ratio ?? (spec.preferSpreadSocketToCoreRatio || undefined);
  return notDivisible(instancetype, preference, vcpus, (vcpus / cores) * ratio, ratioField, written);
}

function notDivisible(
  instancetype: Owned<InstancetypeSpec>,
  preference: Owned<PreferenceSpec> | null | undefined,
  vcpus: number,
  divisor: number,
  field: string,
  value: string | number | undefined,
): Diagnostic {
  const given = `${showOwner('instance type', instancetype.object)} has ${vcpus} vCPUs`;
  const setting = value === undefined ? `the default of ${field}` : `${field} ${showText(String(value))}`;
  const wanted = `${showOwner('preference', preference?.object)} spreads them by ${setting}, which needs a multiple of ${divisor}`;
  return {
    code: 'spread-not-divisible',
    severity: 'error',
    message: `${given}, and ${wanted}: choose another instance type, or a preference with another spread`,
    reason: 'FieldValueInvalid',
    field: 'instancetype.spec.cpu.guest',
    pointer: '/spec/instancetype',
    claims: claimsOf([instancetype.object, GUEST, vcpus], [preference?.object, field, value]),
  };
}

function ratioZero(preference: Owned<PreferenceSpec> | null | undefined, field: string): Diagnostic {
  return {
    code: 'spread-ratio-zero',
    severity: 'error',
    message: `${showOwner('preference', preference?.object)} spreads vCPUs by ${field} 0, by which nothing can be divided: use another preference`,
    reason: 'FieldValueInvalid',
    field,
    pointer: '/spec/preference',
    claims: claimsOf([preference?.object, field, 0]),
  };
}
