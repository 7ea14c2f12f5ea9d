import type { Fault, FaultInjector } from '@instancetype/devcluster';
import type { Random } from '@instancetype-tools/random';

/** Whose requests are left alone: who makes the changes, and who looks at the end. */
export const UNHARMED = 'somebody';

/** Faults of the cluster, each for a share of the requests. */
const SHARES: readonly (readonly [share: number, fault: (random: Random) => Fault])[] = [
  [0.01, () => ({ cut: true })],
  [0.01, () => ({ status: { code: 500, reason: 'InternalError' } })],
  [0.005, () => ({ status: { code: 429, reason: 'TooManyRequests', retryAfterSeconds: 1 } })],
  [0.005, () => ({ status: { code: 410, reason: 'Expired', message: 'The resourceVersion is too old.' } })],
  [0.03, (random) => ({ delay: 20 + random.below(400) })],
];

/** Faults that can be ended. */
export interface Faults {
  readonly inject: FaultInjector;
  /** How many there were. */
  readonly count: number;
  end(): void;
}

/** Cuts, failures and delays, for all but one user.
 * @param random which requests get them */
export function openFaults(random: Random): Faults {
  let [isOver, count] = [false, 0];
  return {
    get count() {
      return count;
    },
    inject({ user }) {
      if (isOver || user === UNHARMED) return undefined;
      let left = random.next();
      for (const [share, fault] of SHARES) {
        if (left < share) {
          count += 1;
          return fault(random);
        }
        left -= share;
      }
      return undefined;
    },
    end: () => {
      isOver = true;
    },
  };
}
