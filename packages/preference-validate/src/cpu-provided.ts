import type { CpuLike, PreferenceSpec } from '@instancetype/api';
import { preferredSpread, preferredTopology } from '@instancetype/api';

export type CpuPart = 'sockets' | 'cores' | 'threads';

/** Which parts of a VM's topology count towards a required number of vCPUs, in KubeVirt's order (BEHAVIOUR 8, CPU rule 3).
 * No parts provide no vCPU; undefined means that nothing is required. */
export function countedParts(preference: PreferenceSpec): readonly CpuPart[] | undefined {
  const name: unknown = preference.cpu?.preferredCPUTopology;
  if (name !== undefined && name !== null && typeof name !== 'string') return undefined;
  switch (preferredTopology(preference)) {
    case 'sockets':
      return ['sockets'];
    case 'cores':
      return ['cores'];
    case 'threads':
      return ['threads'];
    case 'any':
      return ['cores', 'sockets', 'threads'];
    case 'spread':
      return spreadParts(preferredSpread(preference).across);
    case undefined:
      return undefined;
  }
}

function spreadParts(across: unknown): readonly CpuPart[] {
  switch (across) {
    case 'SocketsCores':
      return ['sockets', 'cores'];
    case 'CoresThreads':
      return ['cores', 'threads'];
    case 'SocketsCoresThreads':
      return ['sockets', 'cores', 'threads'];
    default:
      return [];
  }
}

/** How many vCPUs the parts amount to: 32 bits, which overflow as they do in KubeVirt, and an unset part is 0.
 * @param cpu the VM's CPU
 * @param parts which parts count */
export function vcpusOf(cpu: CpuLike, parts: readonly CpuPart[]): number {
  if (parts.length === 0) return 0;
  return parts.reduce((product, part) => Math.imul(product, partOf(cpu, part)) >>> 0, 1);
}

/** One part; 0 where it is unset.
 * @param cpu the VM's CPU
 * @param part which one */
export function partOf(cpu: CpuLike, part: CpuPart): number {
  const value: unknown = cpu[part];
  return typeof value === 'number' ? value : 0;
}
