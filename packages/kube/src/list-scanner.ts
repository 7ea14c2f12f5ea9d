const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const SPACE = 0x20;
const ITEMS = '"items"';

/** Limits of one list, in bytes. */
export interface ListLimits {
  readonly item: number;
  /** Everything of the list but its items. */
  readonly envelope: number;
}

const LIMITS: ListLimits = { item: 8 * 1024 * 1024, envelope: 1024 * 1024 };

/** Bytes that come in chunks and are wanted as one text. */
interface Pieces {
  readonly parts: Uint8Array[];
  bytes: number;
}

/** Reads the answer to a list object by object, so that neither its text nor its tree is ever there as a whole: V8 cannot hold the
 * text of 300,000 VMs in one string, and parsing the text of 100,000 stops everything else for seconds. A server may ignore
 * `limit`, so every list is read so (RELIABILITY R2, R14). */
export class ListScanner {
  readonly #limits: ListLimits;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #envelope: Pieces = { parts: [], bytes: 0 };
  #item: Pieces = { parts: [], bytes: 0 };
  #place: 'envelope' | 'between' | 'item' = 'envelope';
  #items: 'unseen' | 'none' | 'some' | 'comma' | 'ended' = 'unseen';
  #begun = false;
  /** Braces and brackets that are open: of the envelope, or of the item. */
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The last string at the top of the envelope, with its quotes, as far as it can be the key `items`. */
  #key = '';

  /** @param limits of its parts, in bytes */
  constructor(limits: ListLimits = LIMITS) {
    this.#limits = limits;
  }

  /** The texts of the items that end in a chunk. Throws a SyntaxError for what is no list, a RangeError beyond the limits, a TypeError
   * for what is no UTF-8.
   * @param chunk the next bytes */
  push(chunk: Uint8Array): string[] {
    const texts: string[] = [];
    let at = 0;
    while (at < chunk.length) {
      const start = at;
      if (this.#place === 'between') {
        at = this.#skipBetween(chunk, start);
      } else if (this.#place === 'envelope') {
        at = this.#scanEnvelope(chunk, start);
        keep(this.#envelope, chunk.subarray(start, at), this.#limits.envelope, 'The list without its items');
      } else {
        at = this.#scanItem(chunk, start);
        keep(this.#item, chunk.subarray(start, at), this.#limits.item, 'An item of the list');
        if (this.#depth === 0) texts.push(this.#finishItem());
      }
    }
    return texts;
  }

  /** Everything of the list but its items, parsed. Throws a SyntaxError where the answer has ended too early or is no list. */
  envelope(): unknown {
    if (this.#place !== 'envelope' || this.#depth !== 0) throw new SyntaxError('The answer is no complete list.');
    const envelope = JSON.parse(this.#text(this.#envelope)) as { readonly items?: unknown };
    // a list without items may have null there
    if (this.#items === 'unseen' && envelope.items !== null) throw new SyntaxError('The answer has no items.');
    return envelope;
  }

  #finishItem(): string {
    const text = this.#text(this.#item);
    this.#item = { parts: [], bytes: 0 };
    this.#place = 'between';
    return text;
  }

  #text({ parts }: Pieces): string {
    const [only, second] = parts;
    return this.#decoder.decode(only && !second ? only : Buffer.concat(parts));
  }

  // where the item, or the chunk, ends
  #scanItem(chunk: Uint8Array, start: number): number {
    let at = this.#inString ? this.#skipString(chunk, start) : start;
    let depth = this.#depth;
    while (at < chunk.length) {
      const byte = chunk[at];
      at += 1;
      if (byte === QUOTE) at = this.#skipString(chunk, at);
      else if (byte === OPEN_BRACE) depth += 1;
      else if (byte === CLOSE_BRACE && --depth === 0) break;
    }
    this.#depth = depth;
    return at;
  }

  // where the string, or the chunk, ends
  #skipString(chunk: Uint8Array, start: number): number {
    let at = this.#escaped ? start + 1 : start;
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte === BACKSLASH) {
        at += 1;
      } else if (byte === QUOTE) {
        this.#inString = this.#escaped = false;
        return at + 1;
      }
    }
    this.#inString = true;
    this.#escaped = at > chunk.length;
    return chunk.length;
  }

  #skipBetween(chunk: Uint8Array, start: number): number {
    for (let at = start; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte <= SPACE) continue;
      if (byte === CLOSE_BRACKET && this.#items !== 'comma') {
        this.#items = 'ended';
        this.#place = 'envelope';
        this.#depth = 2;
        return at;
      }
      this.#separate(byte);
      if (byte === OPEN_BRACE) {
        this.#place = 'item';
        this.#depth = 0;
        return at;
      }
    }
    return chunk.length;
  }

  #separate(byte: number): void {
    const begins = byte === OPEN_BRACE && this.#items !== 'some';
    const separates = byte === COMMA && this.#items === 'some';
    if (!begins && !separates) throw new SyntaxError('Its items are no objects with commas between them.');
    this.#items = begins ? 'some' : 'comma';
  }

  // up to and with the bracket that opens the items, or to the end of the chunk
  #scanEnvelope(chunk: Uint8Array, start: number): number {
    for (let at = start; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (this.#inString) this.#inEnvelopeString(byte);
      else if (byte === QUOTE) this.#openEnvelopeString();
      else if (byte > SPACE && this.#structure(byte)) return at + 1;
    }
    return chunk.length;
  }

  #openEnvelopeString(): void {
    this.#inString = true;
    if (this.#depth === 1) this.#key = '"';
  }

  #inEnvelopeString(byte: number): void {
    if (this.#depth === 1 && this.#key.length <= ITEMS.length) this.#key += String.fromCharCode(byte);
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inString = false;
  }

  // whether the items begin with this byte
  #structure(byte: number): boolean {
    if (!this.#begun && byte !== OPEN_BRACE) throw new SyntaxError('The answer is no JSON object.');
    this.#begun = true;
    if (byte === OPEN_BRACKET && this.#depth === 1 && this.#key === ITEMS) {
      if (this.#items !== 'unseen') throw new SyntaxError('The answer has items twice.');
      this.#items = 'none';
      this.#place = 'between';
      return true;
    }
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#depth -= 1;
    return false;
  }
}

function keep(pieces: Pieces, part: Uint8Array, limit: number, what: string): void {
  pieces.bytes += part.length;
  if (pieces.bytes > limit) throw new RangeError(`${what} has more than ${limit} bytes.`);
  if (part.length > 0) pieces.parts.push(part);
}
