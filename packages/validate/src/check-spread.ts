import { type InstancetypeSpec, type PreferenceSpec, preferredSpread, preferredTopology, SPREAD_ACROSS_NAMES } from '@instancetype/api';
import { type Diagnostic, showText } from '@instancetype/conflict';
import { claimsOf, type Owned, showOwner } from './owned.ts';

const GUEST = 'spec.cpu.guest';
const ACROSS = 'spec.cpu.spreadOptions.across';
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
  if (!instancetype || !preference || !spec || !isSpread(spec)) return undefined;
  const vcpus = vcpusOf(instancetype);
  const { across, ratio, ratioField } = preferredSpread(spec);
  const threads = across === 'SocketsCoresThreads' ? THREADS : 1;
  if (vcpus % threads > 0) return notDivisible(instancetype, preference, { vcpus, divisor: threads, field: ACROSS, value: across });
  if (ratio === 0) return ratioZero(preference, ratioField);
  if (typeof ratio !== 'number' || (vcpus / threads) % ratio === 0) return undefined;
  return notDivisible(instancetype, preference, { vcpus, divisor: threads * ratio, field: ratioField, value: writtenRatio(spec) });
}

/** A spread across anything but the three known ways divides nothing. */
function isSpread(spec: PreferenceSpec): boolean {
  if (typeof spec.cpu?.preferredCPUTopology !== 'string' || preferredTopology(spec) !== 'spread') return false;
  return SPREAD_ACROSS_NAMES.includes(preferredSpread(spec).across);
}

function vcpusOf(instancetype: Owned<InstancetypeSpec>): number {
  const guest: unknown = instancetype.spec?.cpu?.guest;
  return typeof guest === 'number' ? guest : 0;
}

/** Undefined where the preference leaves the ratio to the default. */
function writtenRatio(spec: PreferenceSpec): number | undefined {
  return spec.cpu?.spreadOptions?.ratio ?? (spec.preferSpreadSocketToCoreRatio || undefined);
}

interface Division {
  readonly vcpus: number;
  readonly divisor: number;
  /** The preference's field that asks for the divisor, and its value. */
  readonly field: string;
  readonly value: string | number | undefined;
}

function notDivisible(instancetype: Owned<InstancetypeSpec>, preference: Owned<PreferenceSpec>, division: Division): Diagnostic {
  const { vcpus, divisor, field, value } = division;
  const given = `${showOwner(instancetype.object, 'The instance type')} has ${vcpus} vCPUs`;
  const setting = value === undefined ? `the default of ${field}` : `${field} ${showText(String(value))}`;
  const wanted = `${showOwner(preference.object, 'the preference')} spreads them by ${setting}, which needs a multiple of ${divisor}`;
  return {
    code: 'spread-not-divisible',
    severity: 'error',
    message: `${given}, and ${wanted}: choose another instance type, or a preference with another spread`,
    reason: 'FieldValueInvalid',
    field: 'instancetype.spec.cpu.guest',
    pointer: '/spec/instancetype',
    claims: claimsOf([instancetype.object, GUEST, vcpus], [preference.object, field, value]),
  };
}

function ratioZero(preference: Owned<PreferenceSpec>, field: string): Diagnostic {
  return {
    code: 'spread-ratio-zero',
    severity: 'error',
    message: `${showOwner(preference.object, 'The preference')} spreads vCPUs by ${field} 0, by which nothing can be divided: use another preference`,
    reason: 'FieldValueInvalid',
    field,
    pointer: '/spec/preference',
    claims: claimsOf([preference.object, field, 0]),
  };
}
