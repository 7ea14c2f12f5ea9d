import type { Io } from './io.ts';

/** What a command needs: the world outside, and where to leave the exit code. */
export interface Context {
  readonly io: Io;
  /** Ends the command with this code once its output is written; the highest code wins. One of EXIT, or what
   * --warn-exit-code says. */
  exit(code: number): void;
}
