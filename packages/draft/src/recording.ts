import type { Author, TraceEntry } from './trace.ts';

/** A member that holds neither what it should nor null, so that no rule can read it. It reads as unset. */
export interface Misfit {
  /** JSON pointer from the root of the draft. */
  readonly pointer: string;
  readonly expected: 'an object' | 'a list';
  readonly actual: unknown;
}

/** What all places of one drafted object share. */
export interface Recording {
  /** Undefined where no trace is recorded. */
  readonly entries: TraceEntry[] | undefined;
  author: Author;
  misfits: Misfit[] | undefined;
}
