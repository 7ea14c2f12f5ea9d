/** The longest line that a watch may send: an object has at most 3 MiB. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;

const NEWLINE = 0x0a;

/** Cuts bytes into lines, and holds no more than the line that has begun. */
export class Lines {
  readonly #limit: number;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #begun: Uint8Array[] = [];
  #begunBytes = 0;

  /** @param limit of one line, in bytes */
  constructor(limit: number = MAX_LINE_BYTES) {
    this.#limit = limit;
  }

  /** Whether a line has begun and not ended.  */
  get pending(): boolean {
    return this.#begunBytes > 0;
  }

  /** The lines that end in a chunk, without empty ones. Throws a RangeError for a line beyond the limit, a TypeError for bytes that
   * are no UTF-8: what stands in such a line is unknown, so the stream is of no use any more.
   * @param chunk the next bytes */
  *push(chunk: Uint8Array): Generator<string, void> {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const line = this.#finish(chunk.subarray(start, end));
      start = end + 1;
      if (line !== '') yield line;
    }
    if (start < chunk.length) this.#begin(chunk.subarray(start));
  }

  #begin(rest: Uint8Array): void {
    this.#begunBytes += rest.length;
    this.#check(this.#begunBytes);
    this.#begun.push(rest);
  }

  #finish(last: Uint8Array): string {
    this.#check(this.#begunBytes + last.length);
    if (this.#begunBytes === 0) return this.#decoder.decode(last);
    const whole = Buffer.concat([...this.#begun, last]);
    this.#begun = [];
    this.#begunBytes = 0;
    return this.#decoder.decode(whole);
  }

  #check(bytes: number): void {
    if (bytes > this.#limit) throw new RangeError(`A line has more than ${this.#limit} bytes.`);
  }
}
