import type { InstancetypeSpec } from './instancetype.ts';
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
export function misfitsOfInstancetype(spec: InstancetypeSpec): readonly Misfit[] {
  return instancetypeFits(spec) ? NONE : misfits(spec, INSTANCETYPE_SPEC);
}

/** The same for a preference's spec (BEHAVIOUR 1.3).
 * @param spec anything */
export function misfitsOfPreference(spec: PreferenceSpec): readonly Misfit[] {
  return preferenceFits(spec) ? NONE : misfits(spec, PREFERENCE_SPEC);
}

// These two say what the tables say, in the form that costs least: every resolved VM passes them.

function instancetypeFits(spec: InstancetypeSpec): boolean {
  if (!isObjectOrUnset(spec)) return false;
  const { cpu, memory, nodeSelector, ioThreads, annotations } = spec;
  return (
    isObjectOrUnset(cpu) &&
    isNumberOrUnset(cpu?.guest) &&
    isObjectOrUnset(memory) &&
    isObjectOrUnset(memory?.hugepages) &&
    isNumberOrUnset(memory?.overcommitPercent) &&
    isObjectOrUnset(nodeSelector) &&
    isObjectOrUnset(ioThreads) &&
    isObjectOrUnset(annotations) &&
    isListOrUnset(spec.gpus) &&
    isListOrUnset(spec.hostDevices)
  );
}

function preferenceFits(spec: PreferenceSpec): boolean {
  if (!isObjectOrUnset(spec)) return false;
  const { cpu, features, requirements } = spec;
  return (
    isObjectOrUnset(spec.clock) &&
    isObjectOrUnset(spec.clock?.preferredClockOffset) &&
    isObjectOrUnset(cpu) &&
    isObjectOrUnset(cpu?.spreadOptions) &&
    isNumberOrUnset(cpu?.spreadOptions?.ratio) &&
    isListOrUnset(cpu?.preferredCPUFeatures) &&
    isObjectOrUnset(spec.devices) &&
    isObjectOrUnset(features) &&
    isObjectOrUnset(features?.preferredHyperv) &&
    isObjectOrUnset(spec.firmware) &&
    isObjectOrUnset(spec.machine) &&
    isObjectOrUnset(requirements) &&
    isObjectOrUnset(requirements?.cpu) &&
    isNumberOrUnset(requirements?.cpu?.guest) &&
    isObjectOrUnset(requirements?.memory) &&
    isObjectOrUnset(spec.annotations) &&
    isNumberOrUnset(spec.preferSpreadSocketToCoreRatio)
  );
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
