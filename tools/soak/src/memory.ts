/** What a process takes, once its garbage has been collected. */
export interface MemorySample {
  /** When, in seconds. */
  readonly at: number;
  readonly rssBytes: number;
  readonly heapBytes: number;
  /** Of the resident memory, what holds compiled code: V8 goes on compiling what runs seldom, and there is only so much of it. */
  readonly codeBytes: number;
}

/** How fast something grows, by least squares, in units a second; NaN for fewer than two points.
 * @param points of time and value */
export function slopeOf(points: readonly (readonly [at: number, value: number])[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middle, level] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const [along, square] = points.reduce(([up, down], [at, value]) => [up + (at - middle) * (value - level), down + (at - middle) ** 2], [0, 0]);
  return along / square;
}

/** What memory may do. */
interface MemoryBounds {
  /** Bytes a second. */
  readonly rss: number;
  readonly heap: number;
}

const MEGABYTE = 1e6;
/** So long at least, and a slope says something about a leak of a megabyte in ten minutes. */
const LONG_S = 10 * 60;
const LEAST_SAMPLES = 6;

/** How fast the memory of a process may seem to grow within a time: a megabyte in ten minutes where the time is long enough to tell; in a
 * short time a process is still warming up, and less than half of what a leak of a megabyte a second would show. */
function boundsFor(seconds: number): MemoryBounds {
  if (seconds >= LONG_S) return { rss: MEGABYTE / 600, heap: MEGABYTE / 600 };
  return { rss: 0.45 * MEGABYTE, heap: 0.45 * MEGABYTE };
}

/** What is wrong with the memory of a process.
 * @param name of the process
 * @param samples after it has warmed up */
export function memoryProblems(name: string, samples: readonly MemorySample[]): string[] {
  if (samples.length < LEAST_SAMPLES) return [`The memory of ${name} was read ${samples.length} times, which is too few to tell whether it grows.`];
  const seconds = (samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0);
  const bounds = boundsFor(seconds);
  const problem = (what: string, slope: number, bound: number): string[] =>
    slope <= bound ? [] : [`The ${what} of ${name} grew by ${(slope / 1e3).toFixed(1)} kB/s over ${seconds.toFixed(0)} s, and ${(bound / 1e3).toFixed(1)} kB/s are the most.`];
  return [
    ...problem('resident memory (without compiled code)', slopeOf(samples.map(({ at, rssBytes, codeBytes }) => [at, rssBytes - codeBytes])), bounds.rss),
    ...problem('heap', slopeOf(samples.map(({ at, heapBytes }) => [at, heapBytes])), bounds.heap),
  ];
}
