import { type Elector, type ElectorOptions, openElector } from '../../src/index.ts';
import { directApi, LeaseStore } from './lease-store.ts';
import { VirtualClock } from './virtual-clock.ts';

/** One replica, its cluster, and what it was told. */
export interface Replica {
  readonly clock: VirtualClock;
  readonly store: LeaseStore;
  readonly elector: Elector;
  readonly told: string[];
}

/** What an elector asks of a cluster. */
export type Api = Parameters<typeof openElector>[0];

/** A Lease that somebody else holds. */
export const FOREIGN = { holderIdentity: 'somebody-else', leaseDurationSeconds: 15, acquireTime: '2020-01-01T00:00:00.000000Z', renewTime: '2020-01-01T00:00:00.000000Z', leaseTransitions: 3 };

/** Starts a replica. */
export function startReplica(options: Partial<ElectorOptions> = {}, { clock = new VirtualClock(), store = new LeaseStore(), api = directApi(store) as Partial<Api> } = {}): Replica {
  const told: string[] = [];
  const elector = openElector({ ...directApi(store), ...api }, {
    namespace: 'kubevirt',
    name: 'controller',
    clock,
    random: () => 0,
    onStart: (leading) => {
      told.push('start');
      leading.addEventListener('abort', () => told.push('abort'));
    },
    onLost: (reason) => void told.push(`lost: ${reason}`),
    ...options,
  });
  return { clock, store, elector, told };
}
