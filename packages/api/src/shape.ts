import type { InstancetypeSpec } from './instancetype.ts';
import type { Maybe } from './maybe.ts';
import type { PreferenceSpec } from './preference.ts';

/** A member of a spec whose type is not what the API gives it, so that it cannot be read. */
export interface Misfit {
  /** JSON pointer from the value that was checked. */
  readonly pointer: string;
  readonly expected: 'an object' | 'a list' | 'a list of objects' | 'a number';
  readonly actual: unknown;
}

/** What must hold for a value to be read without surprise: only containers, and the scalars that are computed with. */
type Shape = { readonly [member: string]: Shape } | typeof LIST | typeof NUMBER;

const LIST = 'a list of objects';
const NUMBER = 'a number';

const INSTANCETYPE_SPEC: Shape = {
  nodeSelector: {},
  cpu: { guest: NUMBER },
  memory: { hugepages: {}, overcommitPercent: NUMBER },
  ioThreads: {},
  gpus: LIST,
  hostDevices: LIST,
  annotations: {},
};

const PREFERENCE_SPEC: Shape = {
  clock: { preferredClockOffset: {} },
  cpu: { spreadOptions: { ratio: NUMBER }, preferredCPUFeatures: LIST },
  devices: {},
  features: { preferredHyperv: {} },
  firmware: {},
  machine: {},
  requirements: { cpu: { guest: NUMBER }, memory: {} },
  annotations: {},
  preferSpreadSocketToCoreRatio: NUMBER,
};

/** The members of an instance type's spec that are not of the type that the API gives them, as far as values are computed
 * with; usually none. The full check is the schema package's (BEHAVIOUR 1.2).
 * @param spec anything */
export function misfitsOfInstancetype(spec: Maybe<InstancetypeSpec>): readonly Misfit[] {
  return instancetypeFits(spec) ? NONE : misfits(spec, INSTANCETYPE_SPEC);
}

/** The same for a preference's spec (BEHAVIOUR 1.3).
 * @param spec anything */
export function misfitsOfPreference(spec: Maybe<PreferenceSpec>): readonly Misfit[] {
  return preferenceFits(spec) ? NONE : misfits(spec, PREFERENCE_SPEC);
}

// What follows says what the tables say, in the form that costs least: every resolved VM passes it.

function instancetypeFits(spec: Maybe<InstancetypeSpec>): boolean {
  if (spec === undefined || spec === null) return true;
  const { cpu, memory } = spec;
  return (
    isObjectOrUnset(spec) &&
    isObjectOrUnset(cpu) &&
    isNumberOrUnset(cpu?.guest) &&
    isObjectOrUnset(memory) &&
    isObjectOrUnset(memory?.hugepages) &&
    isNumberOrUnset(memory?.overcommitPercent) &&
    areObjectsOrUnset(spec.nodeSelector, spec.ioThreads, spec.annotations) &&
    isListOrUnset(spec.gpus) &&
    isListOrUnset(spec.hostDevices)
  );
}

function preferenceFits(spec: Maybe<PreferenceSpec>): boolean {
  if (spec === undefined || spec === null) return true;
  const { clock, features } = spec;
  return (
    isObjectOrUnset(spec) &&
    areObjectsOrUnset(clock, features, spec.devices) &&
    areObjectsOrUnset(spec.firmware, spec.machine, spec.annotations) &&
    areObjectsOrUnset(clock?.preferredClockOffset, features?.preferredHyperv, undefined) &&
    isNumberOrUnset(spec.preferSpreadSocketToCoreRatio) &&
    cpuPreferencesFit(spec.cpu) &&
    requirementsFit(spec.requirements)
  );
}

function cpuPreferencesFit(cpu: PreferenceSpec['cpu']): boolean {
  const spread = cpu?.spreadOptions;
  return isObjectOrUnset(cpu) && isObjectOrUnset(spread) && isNumberOrUnset(spread?.ratio) && isListOrUnset(cpu?.preferredCPUFeatures);
}

function requirementsFit(requirements: PreferenceSpec['requirements']): boolean {
  return areObjectsOrUnset(requirements, requirements?.cpu, requirements?.memory) && isNumberOrUnset(requirements?.cpu?.guest);
}

function areObjectsOrUnset(a: unknown, b: unknown, c: unknown): boolean {
  return isObjectOrUnset(a) && isObjectOrUnset(b) && isObjectOrUnset(c);
}

const NONE: readonly Misfit[] = Object.freeze([]);

function misfits(value: unknown, shape: Shape): Misfit[] {
  const found: Misfit[] = [];
  explain(value, shape, '', found);
  return found;
}

function explain(value: unknown, shape: Shape, pointer: string, found: Misfit[]): void {
  if (value === undefined || value === null) return;
  if (shape === NUMBER) {
    if (typeof value !== 'number') found.push({ pointer, expected: shape, actual: value });
  } else if (shape === LIST) {
    if (!isListOrUnset(value)) found.push({ pointer, expected: Array.isArray(value) ? LIST : 'a list', actual: value });
  } else if (!isObjectOrUnset(value)) {
    found.push({ pointer, expected: 'an object', actual: value });
  } else {
    for (const [member, inner] of Object.entries(shape)) explain((value as Record<string, unknown>)[member], inner, `${pointer}/${member}`, found);
  }
}

function isObjectOrUnset(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));
}

function isNumberOrUnset(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'number';
}

function isListOrUnset(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.every(isObjectOrUnset));
}
