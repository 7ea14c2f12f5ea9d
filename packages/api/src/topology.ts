import type { Maybe } from './maybe.ts';
import type { PreferenceSpec } from './preference.ts';

/** What a preferred CPU topology asks for; the deprecated spellings mean the same as the current ones. */
export type Topology = 'sockets' | 'cores' | 'threads' | 'spread' | 'any';

const TOPOLOGIES: Readonly<Record<string, Topology>> = {
  sockets: 'sockets',
  cores: 'cores',
  threads: 'threads',
  spread: 'spread',
  any: 'any',
  preferSockets: 'sockets',
  preferCores: 'cores',
  preferThreads: 'threads',
  preferSpread: 'spread',
  preferAny: 'any',
};

/** The names that may stand in `preferredCPUTopology`, current ones first (BEHAVIOUR 1.3). */
export const TOPOLOGY_NAMES: readonly string[] = Object.keys(TOPOLOGIES);

/** What a written topology means; undefined for a value that is none of the ten (BEHAVIOUR 1.3).
 * @param name `preferredCPUTopology` as written */
export function topologyNamed(name: string): Topology | undefined {
  // whoever wrote the manifest may have written anything
  return typeof name === 'string' && Object.hasOwn(TOPOLOGIES, name) ? TOPOLOGIES[name] : undefined;
}

/** The topology that applies: the preferred one where it is set (an unknown or empty one gives undefined), else sockets
 * (BEHAVIOUR 4.3 step 5).
 * @param preference the preference's spec, if the VM has one */
export function preferredTopology(preference: Maybe<PreferenceSpec>): Topology | undefined {
  const name = preference?.cpu?.preferredCPUTopology;
  return name === undefined || name === null ? 'sockets' : topologyNamed(name);
}

/** Across which parts of the CPU vCPUs are spread. */
export type SpreadAcross = 'SocketsCores' | 'CoresThreads' | 'SocketsCoresThreads';

/** The names that may stand in `spreadOptions.across` (BEHAVIOUR 1.3). */
export const SPREAD_ACROSS_NAMES: readonly string[] = ['SocketsCores', 'CoresThreads', 'SocketsCoresThreads'];

/** How vCPUs are spread (BEHAVIOUR 4.3 step 6). */
export interface Spread {
  /** As written, so possibly none of the three known names; then every part of the topology stays 1. */
  readonly across: SpreadAcross | (string & {});
  /** The ratio between the two parts; 0 cannot be applied (Appendix B1). */
  readonly ratio: number;
  /** The preference's own field that gives the ratio, for messages. */
  readonly ratioField: string;
}

const DEFAULT_RATIO = 2;

/** The spread that a preference asks for, with the older ratio field taken into account (BEHAVIOUR 4.3 step 6).
 * @param preference the preference's spec, if the VM has one */
export function preferredSpread(preference: Maybe<PreferenceSpec>): Spread {
  const options = preference?.cpu?.spreadOptions;
  const across = options?.across ?? 'SocketsCores';
  const optionsField = 'spec.cpu.spreadOptions.ratio';
  if (options?.ratio !== undefined && options.ratio !== null) return { across, ratio: options.ratio, ratioField: optionsField };
  const older = preference?.preferSpreadSocketToCoreRatio;
  if (older) return { across, ratio: older, ratioField: 'spec.preferSpreadSocketToCoreRatio' };
  return { across, ratio: DEFAULT_RATIO, ratioField: optionsField };
}
