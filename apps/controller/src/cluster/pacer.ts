/** How many requests may go out. */
export interface Pace {
  /** So many a second in the long run. */
  readonly qps: number;
  /** So many at once after a quiet time. */
  readonly burst: number;
}

/** Lets requests out one after the other, at a pace that spares the cluster. Who comes first goes first.
 * @param pace how many
 * @returns waits for one's turn; rejects with the signal's reason where that comes before */
export function openPacer({ qps, burst }: Pace): (signal: AbortSignal) => Promise<void> {
  let tokens = burst;
  let at = performance.now();
  return async (signal) => {
    const now = performance.now();
    tokens = Math.min(burst, tokens + ((now - at) / 1000) * qps) - 1;
    at = now;
    if (tokens < 0) await pause((-tokens / qps) * 1000, signal);
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  if (signal.aborted) return Promise.reject(signal.reason as Error);
  const timer = setTimeout(() => {
    signal.removeEventListener('abort', end);
    resolve();
  }, ms);
  const end = (): void => {
    clearTimeout(timer);
    reject(signal.reason as Error);
  };
  signal.addEventListener('abort', end, { once: true });
  return promise;
}
