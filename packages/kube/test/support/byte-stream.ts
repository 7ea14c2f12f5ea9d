/** The body of an answer, which a test writes while it is being read. */
export class ByteStream implements AsyncIterable<Uint8Array> {
  readonly #chunks: Uint8Array[] = [];
  readonly #signal: AbortSignal;
  readonly #onClosed: () => void;
  readonly #abort = (): void => {
    this.fail(this.#signal.reason);
    // a body that nobody has begun to read ends with its request
    if (!this.#begun) this.#close();
  };
  #wake: (() => void) | undefined;
  #end: { readonly error?: unknown } | undefined;
  #begun = false;
  closed = false;

  constructor(signal: AbortSignal, onClosed: () => void) {
    this.#signal = signal;
    this.#onClosed = onClosed;
    signal.addEventListener('abort', this.#abort);
    if (signal.aborted) this.#abort();
  }

  write(text: string | Uint8Array): void {
    if (this.#end) return;
    this.#chunks.push(typeof text === 'string' ? Buffer.from(text) : text);
    this.#wake?.();
  }

  end(): void {
    this.#end ??= {};
    this.#wake?.();
  }

  fail(error: unknown): void {
    this.#end ??= { error };
    this.#wake?.();
  }

  /** Nobody will read it. */
  discard(): void {
    this.#close();
  }

  #close(): void {
    if (this.closed) return;
    this.#signal.removeEventListener('abort', this.#abort);
    this.closed = true;
    this.#onClosed();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    this.#begun = true;
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk) yield chunk;
        else if (this.#end && 'error' in this.#end) throw this.#end.error;
        else if (this.#end) return;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      this.#close();
    }
  }
}
