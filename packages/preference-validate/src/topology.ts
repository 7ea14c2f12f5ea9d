import { type CpuPreferences, type PreferenceSpec, preferredSpread, SPREAD_ACROSS_NAMES, type Topology, TOPOLOGY_NAMES, topologyNamed } from '@instancetype/api';
import { type Diagnostic, nearestWord, showValue } from '@instancetype/conflict';

const TOPOLOGY = 'spec.cpu.preferredCPUTopology';
const ACROSS = 'spec.cpu.spreadOptions.across';
const RATIO = 'spec.cpu.spreadOptions.ratio';
/** The only threads per core that CoresThreads may give. */
const THREADS = 2;

/** The rules of the preferred CPU topology (BEHAVIOUR 7.3, and Appendix B1 for a ratio of 0). */
export function checkTopology(spec: PreferenceSpec, cpu: CpuPreferences): Diagnostic[] {
  const name: unknown = cpu.preferredCPUTopology;
  if (name === undefined || name === null) return [];
  const topology = typeof name === 'string' ? topologyNamed(name) : undefined;
  if (topology === undefined) return [unknownTopology(name)];
  const findings: Diagnostic[] = [];
  if (topology === 'spread') findings.push(...checkSpreadOptions(spec));
  if (name !== topology) findings.push(deprecatedName(name as string, topology));
  return findings;
}

function checkSpreadOptions(spec: PreferenceSpec): Diagnostic[] {
  const { across, ratio, ratioField } = preferredSpread(spec);
  if (!SPREAD_ACROSS_NAMES.includes(across)) return [unknownAcross(across)];
  if (across === 'CoresThreads' && ratio !== THREADS) return [ratioNotTwo(ratio, ratioField)];
  return ratio === 0 ? [ratioZero(ratioField)] : [];
}

function unknownTopology(name: unknown): Diagnostic {
  const current = TOPOLOGY_NAMES.filter((each) => topologyNamed(each) === each);
  const message = `${TOPOLOGY} is ${showValue(name)}: write ${current.join(', ')}, or remove it, which means sockets`;
  return { ...error('unknown-topology', TOPOLOGY, message), ...meant(name, TOPOLOGY_NAMES, TOPOLOGY) };
}

function unknownAcross(across: unknown): Diagnostic {
  const message = `${ACROSS} is ${showValue(across)}: write ${SPREAD_ACROSS_NAMES.join(', ')}, or remove it, which means SocketsCores`;
  return { ...error('unknown-spread-across', ACROSS, message), ...meant(across, SPREAD_ACROSS_NAMES, ACROSS) };
}

function ratioNotTwo(ratio: unknown, field: string): Diagnostic {
  const path = pointerTo(field);
  const message = `${field} is ${showValue(ratio)}, and vCPUs spread across CoresThreads get ${THREADS} threads per core: set it to ${THREADS}, or spread across something else`;
  return {
    ...error('spread-ratio-not-two', RATIO, message),
    pointer: path,
    suggestions: [
      { title: `Set ${field} to ${THREADS}`, patch: [{ op: 'replace', path, value: THREADS }] },
      { title: `Set ${ACROSS} to SocketsCores`, patch: [{ op: 'add', path: pointerTo(ACROSS), value: 'SocketsCores' }] },
    ],
  };
}

function ratioZero(field: string): Diagnostic {
  const path = pointerTo(field);
  const message = `${field} is 0, by which no number of vCPUs can be divided: set it to 1 or more, or remove it for the default of 2`;
  return { ...error('spread-ratio-zero', field, message), suggestions: [{ title: `Remove ${field}`, patch: [{ op: 'remove', path }] }] };
}

function deprecatedName(name: string, topology: Topology): Diagnostic {
  return {
    code: 'deprecated-topology-name',
    severity: 'warning',
    message: `${TOPOLOGY} ${showValue(name)} is the deprecated name of ${showValue(topology)}: write the latter`,
    field: TOPOLOGY,
    pointer: pointerTo(TOPOLOGY),
    fix: [{ op: 'replace', path: pointerTo(TOPOLOGY), value: topology }],
  };
}

function error(code: string, field: string, message: string): Diagnostic {
  return { code, severity: 'error', message, reason: 'FieldValueInvalid', field, pointer: pointerTo(field) };
}

function meant(word: unknown, known: readonly string[], field: string): Pick<Diagnostic, 'suggestions'> {
  const nearest = typeof word === 'string' ? nearestWord(word, known) : undefined;
  // of a name that is near a deprecated one, the current one is meant
  const value = nearest === undefined ? undefined : (topologyNamed(nearest) ?? nearest);
  if (value === undefined) return {};
  return { suggestions: [{ title: `Set ${field} to ${value}`, patch: [{ op: 'replace', path: pointerTo(field), value }] }] };
}

function pointerTo(field: string): string {
  return `/${field.replaceAll('.', '/')}`;
}
