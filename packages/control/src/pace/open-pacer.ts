import { type Clock, systemClock } from '../clock.ts';
import { type RateLimit, TokenBucket } from '../queue/rate-limit.ts';

/** Waits for one's turn; who comes first goes first.
 * @param signal where it is aborted before, this rejects with its reason */
export type Pacer = (signal: AbortSignal) => Promise<void>;

/** Lets requests out at a pace that spares the cluster.
 * @param limit how many; throws a RangeError for one that lets nothing through
 * @param clock for tests */
export function openPacer(limit: RateLimit, clock: Clock = systemClock): Pacer {
  const bucket = new TokenBucket(limit, clock.now());
  return async (signal) => {
    const ms = bucket.draw(clock.now());
    if (ms > 0) await pause(ms, signal, clock);
  };
}

function pause(ms: number, signal: AbortSignal, clock: Clock): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  if (signal.aborted) return Promise.reject(signal.reason as Error);
  const cancel = clock.after(ms, () => {
    signal.removeEventListener('abort', end);
    resolve();
  });
  const end = (): void => {
    cancel();
    reject(signal.reason as Error);
  };
  signal.addEventListener('abort', end, { once: true });
  return promise;
}
