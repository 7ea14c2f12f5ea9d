import { ApiError, hasCode } from './api-error.ts';
import type { Clock } from './clock.ts';

/** A time limit for one exchange. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Starts the time anew: something has arrived. */
  extend(): void;
  /** What something gives, unless the limit ends first: then it rejects with the signal's reason, and nobody waits any longer. */
  race<T>(work: Promise<T>): Promise<T>;
  /** Takes the limit away, and leaves no timer or listener behind. */
  clear(): void;
  /** The error to throw for one that the exchange ended with: the limit's own, where the limit has ended it. */
  explain(error: unknown): unknown;
}

/** Ends an exchange that takes too long.
 * @param clock whose time
 * @param ms the limit, from one sign of life to the next
 * @param asked what was asked, for the message
 * @param outer ends the exchange too; its reason is thrown as it is
 * @param firstMs the limit until the first sign of life */
export function deadline(clock: Clock, ms: number, asked: string, outer?: AbortSignal, firstMs: number = ms): Deadline {
  const controller = new AbortController();
  const expire = (limit: number) => (): void => controller.abort(new ApiError('timed-out', `${asked}: nothing came for ${limit / 1000} s`));
  const forward = (): void => controller.abort(outer?.reason);
  let cancel = clock.after(firstMs, expire(firstMs));
  if (outer?.aborted) forward();
  outer?.addEventListener('abort', forward);
  return {
    signal: controller.signal,
    extend() {
      cancel();
      cancel = clock.after(ms, expire(ms));
    },
    async race(work) {
      const { promise: ended, reject } = Promise.withResolvers<never>();
      const end = (): void => reject(controller.signal.reason as Error);
      controller.signal.addEventListener('abort', end);
      if (controller.signal.aborted) end();
      try {
        return await Promise.race([work, ended]);
      } finally {
        controller.signal.removeEventListener('abort', end);
      }
    },
    clear() {
      cancel();
      outer?.removeEventListener('abort', forward);
    },
    explain(error) {
      if (controller.signal.aborted) return controller.signal.reason;
      return hasCode(error) ? error : new ApiError('unavailable', `${asked} was broken off: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    },
  };
}
