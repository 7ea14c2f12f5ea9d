import type { Spread, Topology } from '@instancetype/api';

/** How many sockets, cores in a socket and threads in a core. */
export interface CpuTopology {
  readonly sockets: number;
  readonly cores: number;
  readonly threads: number;
}

const SINGLE: CpuTopology = { sockets: 1, cores: 1, threads: 1 };

/** Lays a number of vCPUs out (BEHAVIOUR 4.3 steps 5 and 6). An unknown topology or spread gives a single vCPU, and divisions
 * drop their remainder, as KubeVirt's do.
 * @param guest number of vCPUs
 * @param topology the preferred topology, undefined where the preference names one that does not exist
 * @param spread how to spread; its ratio must not be 0
 * @returns the layout, or undefined where a ratio of 0 makes it impossible (Appendix B1) */
export function layOut(guest: number, topology: Topology | undefined, spread: () => Spread): CpuTopology | undefined {
  if (guest === 1) return SINGLE;
  switch (topology) {
    case 'cores':
      return { sockets: 1, cores: guest, threads: 1 };
    case 'sockets':
    case 'any':
      return { sockets: guest, cores: 1, threads: 1 };
    case 'threads':
      return { sockets: 1, cores: 1, threads: guest };
    case 'spread':
      return spreadOut(guest, spread());
    case undefined:
      return SINGLE;
  }
}

function spreadOut(guest: number, { across, ratio }: Spread): CpuTopology | undefined {
  switch (across) {
    case 'SocketsCores':
      return ratio === 0 ? undefined : { sockets: Math.floor(guest / ratio), cores: ratio, threads: 1 };
    case 'CoresThreads':
      return ratio === 0 ? undefined : { sockets: 1, cores: Math.floor(guest / ratio), threads: ratio };
    case 'SocketsCoresThreads':
      return ratio === 0 ? undefined : { sockets: Math.floor(Math.floor(guest / 2) / ratio), cores: ratio, threads: 2 };
    default:
      return SINGLE;
  }
}
