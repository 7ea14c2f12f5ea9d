/** How long something took, in milliseconds. */
export interface Duration {
  /** By the clock. */
  readonly wall: number;
  /** Of that, what the thread itself worked or waited with nothing to do. On a busy machine that is less, and on an idle one the same. */
  readonly own: number;
}

export const NO_TIME: Duration = { wall: 0, own: 0 };

// older versions of Node know the time of the whole process only, which is more
const cpuUsage = 'threadCpuUsage' in process ? (): NodeJS.CpuUsage => process.threadCpuUsage() : (): NodeJS.CpuUsage => process.cpuUsage();

/** Starts to measure.
 * @returns tells how long it has been since */
export function startTiming(): () => Duration {
  const before = own();
  const started = performance.now();
  return () => {
    const wall = performance.now() - started;
    return { wall, own: Math.min(wall, own() - before) };
  };
}

function own(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1_000 + performance.eventLoopUtilization().idle;
}

/** One after the other.
 * @param a a duration
 * @param b another */
export function sum(a: Duration, b: Duration): Duration {
  return { wall: a.wall + b.wall, own: a.own + b.own };
}

/** The longer one, by each measure.
 * @param a a duration
 * @param b another */
export function longest(a: Duration, b: Duration): Duration {
  return { wall: Math.max(a.wall, b.wall), own: Math.max(a.own, b.own) };
}
