import { DEFAULT_LIMITS } from '../https/limits.ts';

/** What one client of the probes may take from the others. RELIABILITY D. */
export interface ProbeLimits {
  /** How long a connection lives at most: it is there for one request and its answer. */
  readonly connectionMs: number;
  /** Open connections; where there are more, the oldest ends. */
  readonly connections: number;
  /** Where texts of metrics of so many bytes, and more than two texts, are not read to their end, the oldest answers are cut off. */
  readonly unreadBytes: number;
}

/** The limits where nothing else is said. A probe has a second or so; a scrape usually has 10 s, and more where a large cluster is measured. */
export const DEFAULT_PROBE_LIMITS: ProbeLimits = Object.freeze({
  connectionMs: 60_000,
  // more than the system may hold back and hand over at once (511): one that comes with them must not end before it is heard
  connections: DEFAULT_LIMITS.connections,
  unreadBytes: 16 * 1024 * 1024,
});
