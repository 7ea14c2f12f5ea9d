/** What progress is written to: `process.stderr`, or the like. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const DELAY = 1000;
const INTERVAL = 100;
const ERASE_LINE = '\r\u001b[2K';

/** One line on a terminal that says how far long work is. It shows nothing where the stream is no terminal, and nothing in
 * the first second. */
export class Progress {
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  readonly #start: number;
  #last: number;
  #isShown = false;

  /** @param stream where to write
   * @param now a clock in milliseconds */
  constructor(stream: ProgressStream, now: () => number = () => performance.now()) {
    this.#stream = stream;
    this.#now = now;
    this.#start = now();
    this.#last = this.#start;
  }

  /** Shows a text, at most ten times in a second.
   * @param text one line, safe to print; made only if it is shown */
  show(text: () => string): void {
    if (this.#stream.isTTY !== true) return;
    const now = this.#now();
    if (now - this.#start < DELAY || (this.#isShown && now - this.#last < INTERVAL)) return;
    this.#last = now;
    this.#isShown = true;
    // a line that wraps could not be erased
    this.#stream.write(ERASE_LINE + text().slice(0, Math.max(0, (this.#stream.columns ?? 80) - 1)));
  }

  /** Erases the line: before anything else is written to the terminal, and at the end. */
  clear(): void {
    if (!this.#isShown) return;
    this.#isShown = false;
    this.#stream.write(ERASE_LINE);
  }
}
