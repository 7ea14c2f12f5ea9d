import type { Writable } from 'node:stream';

/** Lines that wait because a pipe is full: more are lost, since what nobody reads must not fill the memory. */
const MOST_WAITING = 8 * 1024 * 1024;

/** Takes lines, and keeps nobody waiting. */
export interface Output {
  write(line: string): void;
  /** Resolves when all lines are written, nobody reads them any more, or the time is over. */
  flush(withinMs: number): Promise<void>;
}

/** Standard output. A file or a terminal takes a line at once. So does a pipe that somebody reads; while nobody does, lines wait.
 * @param onLost is told, once lines can be written again, how many were not */
export function standardOutput(onLost: (count: number) => void): Output {
  const stream: Writable = process.stdout;
  let [lost, gone] = [0, false];
  // whoever read the log has gone: not a reason to stop serving
  stream.on('error', () => {
    gone = true;
  });
  let isHeld = false;
  const release = (): void => {
    isHeld = false;
    stream.uncork();
  };
  // a line that is said last is written as well
  process.once('exit', () => isHeld && release());
  // the lines of one turn of the event loop go out together: to write each of them by itself would take a tenth of a busy process' time
  const hold = (): void => {
    if (isHeld) return;
    isHeld = true;
    stream.cork();
    setImmediate(release);
  };
  const hasRoom = (): boolean => stream.writableLength < (lost === 0 ? MOST_WAITING : MOST_WAITING / 2);
  return {
    write(line) {
      if (gone) return;
      if (!hasRoom()) {
        lost += 1;
        return;
      }
      const count = lost;
      lost = 0;
      if (count > 0) onLost(count);
      hold();
      stream.write(line);
    },
    async flush(withinMs) {
      if (gone || stream.writableLength === 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, withinMs);
      // it is called for a failure too
      stream.write('', () => resolve());
      await promise;
      clearTimeout(timer);
    },
  };
}
