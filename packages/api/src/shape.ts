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

/** The members of an instance type's spec that are not of the type that the API gives them, as far as values are computed
 * with; usually none. The full check is the schema package's (BEHAVIOUR 1.2).
 * @param spec anything */
export function misfitsOfInstancetype(spec: Maybe<InstancetypeSpec>): readonly Misfit[] {
  const check = new Check();
  const own = check.object('', spec);
  check.object('/nodeSelector', own.nodeSelector);
  check.number('/cpu/guest', check.object('/cpu', own.cpu).guest);
  const memory = check.object('/memory', own.memory);
  check.object('/memory/hugepages', memory.hugepages);
  check.number('/memory/overcommitPercent', memory.overcommitPercent);
  check.object('/ioThreads', own.ioThreads);
  check.list('/gpus', own.gpus);
  check.list('/hostDevices', own.hostDevices);
  check.object('/annotations', own.annotations);
  return check.found;
}

/** The same for a preference's spec (BEHAVIOUR 1.3).
 * @param spec anything */
export function misfitsOfPreference(spec: Maybe<PreferenceSpec>): readonly Misfit[] {
  const check = new Check();
  const own = check.object('', spec);
  check.object('/clock/preferredClockOffset', check.object('/clock', own.clock).preferredClockOffset);
  const cpu = check.object('/cpu', own.cpu);
  check.number('/cpu/spreadOptions/ratio', check.object('/cpu/spreadOptions', cpu.spreadOptions).ratio);
  check.list('/cpu/preferredCPUFeatures', cpu.preferredCPUFeatures);
  check.object('/devices', own.devices);
  check.object('/features/preferredHyperv', check.object('/features', own.features).preferredHyperv);
  check.object('/firmware', own.firmware);
  check.object('/machine', own.machine);
  const requirements = check.object('/requirements', own.requirements);
  check.number('/requirements/cpu/guest', check.object('/requirements/cpu', requirements.cpu).guest);
  check.object('/requirements/memory', requirements.memory);
  check.object('/annotations', own.annotations);
  check.number('/preferSpreadSocketToCoreRatio', own.preferSpreadSocketToCoreRatio);
  return check.found;
}

const NONE: readonly Misfit[] = Object.freeze([]);
const EMPTY: object = Object.freeze({});

/** Collects misfits; costs next to nothing while there are none, for every resolved VM passes here. */
class Check {
  found: readonly Misfit[] = NONE;

  /** The value, or an empty object where it cannot be read as one. */
  object<T extends object>(pointer: string, value: Maybe<T>): T {
    if (value === undefined || value === null) return EMPTY as T;
    if (isObjectOrUnset(value)) return value;
    this.report(pointer, 'an object', value);
    return EMPTY as T;
  }

  number(pointer: string, value: unknown): void {
    if (value !== undefined && value !== null && typeof value !== 'number') this.report(pointer, 'a number', value);
  }

  list(pointer: string, value: unknown): void {
    if (value === undefined || value === null) return;
    if (!Array.isArray(value)) this.report(pointer, 'a list', value);
    else if (!value.every(isObjectOrUnset)) this.report(pointer, 'a list of objects', value);
  }

  private report(pointer: string, expected: Misfit['expected'], actual: unknown): void {
    this.found = [...this.found, { pointer, expected, actual }];
  }
}

function isObjectOrUnset(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));
}
