/** No operation on any case may take longer, in milliseconds. */
const LIMIT = 100;

/** Times operations. One that takes too long is tried again: the machine may have been busy. */
export class Stopwatch {
  /** What runs, or ran last. */
  current = '';
  /** What took too long. */
  complaint: string | undefined;

  /** Runs an operation.
   * @param name for complaints
   * @param operation without side effects */
  time<T>(name: string, operation: () => T): T {
    this.current = name;
    const [result, duration] = timed(operation);
    if (duration > LIMIT) {
      const best = Math.min(duration, timed(operation)[1], timed(operation)[1]);
      if (best > LIMIT) this.complaint ??= `${name} took ${Math.round(best)} ms`;
    }
    return result;
  }
}

function timed<T>(operation: () => T): [T, number] {
  const started = performance.now();
  const result = operation();
  return [result, performance.now() - started];
}
