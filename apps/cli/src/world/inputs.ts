import type { SourceText } from '../manifest/decode.ts';
import type { ManifestDocument } from '../manifest/document.ts';
import { readDocuments } from '../manifest/documents.ts';
import type { InputFault } from '../manifest/fault.ts';
import { findSources, type Source } from '../manifest/sources.ts';

/** What the command line names, in order: what can be read, any number of times, and what is missing. */
export type Inputs = readonly (Input | InputFault)[];

/** An input that can be read again. */
export interface Input extends Source {
  /** Says that its text is another now: the file was written, or the text of standard input was mended. */
  replace(text: string): void;
}

/** Characters of files that are kept from the first reading to the second; beyond that they are read again. */
const KEPT_CHARACTERS = 4 * 1024 * 1024;

/** Finds the files that arguments name. Texts are kept as far as they are short together; standard input always is.
 * @param names files, directories, and `-` for standard input
 * @param stdin the stream that `-` stands for */
export async function gatherInputs(names: Iterable<string>, stdin: AsyncIterable<Uint8Array | string>): Promise<Inputs> {
  const budget = { left: KEPT_CHARACTERS };
  const inputs: (Input | InputFault)[] = [];
  for await (const found of findSources(names, stdin)) inputs.push(found.kind === 'source' ? new KeptSource(found, budget) : found);
  return inputs;
}

class KeptSource implements Input {
  readonly kind = 'source' as const;
  readonly name: string;
  readonly path: string | undefined;
  readonly #source: Source;
  readonly #budget: { left: number };
  #kept: SourceText | InputFault | undefined;

  constructor(source: Source, budget: { left: number }) {
    this.name = source.name;
    this.path = source.path;
    this.#source = source;
    this.#budget = budget;
  }

  async read(): Promise<SourceText | InputFault> {
    if (this.#kept) return this.#kept;
    const text = await this.#source.read();
    const size = text.kind === 'text' ? text.text.length : 0;
    if (this.path === undefined) {
      this.#kept = text;
    } else if (size <= this.#budget.left) {
      this.#budget.left -= size;
      this.#kept = text;
    }
    return text;
  }

  replace(text: string): void {
    if (this.#kept) this.#kept = { kind: 'text', name: this.name, text };
  }
}

/** The documents of an input in order, and a fault for each that cannot be read. One document's syntax tree is held at a time.
 * @param source the input */
export async function* documentsOf(source: Source): AsyncGenerator<ManifestDocument | InputFault> {
  const text = await source.read();
  if (text.kind === 'fault') yield text;
  else yield* readDocuments(text.name, text.text);
}
