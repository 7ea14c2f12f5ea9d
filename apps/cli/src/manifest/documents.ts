import { type InputFault, TextFault, inputFault } from './fault.ts';
import { ManifestDocument } from './document.ts';
import { jsonTree } from './json-tree.ts';
import { type JsonSpan, scanJson, skipSpace } from './json-scan.ts';
import { FILE_START, type Origin, advance, placeOf } from './place.ts';
import { type Chunk, splitDocuments } from './split.ts';
import { parseYaml } from './yaml-parse.ts';
import { yamlTree } from './yaml-tree.ts';

/** The documents of a file in order, and a fault for each that cannot be read. Documents that are empty or hold comments only
 * are passed over. One document is held at a time: its syntax tree is let go when the next one is asked for.
 * @param file the file's name, for messages; a name in `.json` makes a fault speak of JSON
 * @param text the file's text */
export function* readDocuments(file: string, text: string): Generator<ManifestDocument | InputFault> {
  let index = 0;
  for (const chunk of splitDocuments(text)) {
    if (chunk.separatorFault) {
      const message = 'text on the line of `---`: kubectl takes a comment there only, move the text to the next line';
      yield inputFault(file, 'document-separator', message, chunk.separatorFault);
    }
    const reader = new ChunkReader(file, text, chunk);
    for (const result of reader.read(index)) {
      yield result;
      if (result.kind === 'document') {
        result.release();
        index++;
      }
    }
  }
}

/** Reads a text that holds one document; of several the first. An empty one is a fault.
 * @param text the document
 * @param file its name, for messages */
export function parseDocument(text: string, file: string = 'document'): ManifestDocument | InputFault {
  const [first] = readDocuments(file, text);
  return first ?? inputFault(file, 'yaml-invalid', 'there is no document', placeOf(text, FILE_START, 0));
}

class ChunkReader {
  readonly #file: string;
  readonly #text: string;
  readonly #chunk: Chunk;

  constructor(file: string, text: string, chunk: Chunk) {
    this.#file = file;
    this.#text = text.slice(chunk.start, chunk.end);
    this.#chunk = chunk;
  }

  *read(index: number): Generator<ManifestDocument | InputFault> {
    try {
      const first = this.#text[skipSpace(this.#text, 0)];
      const spans = first === '{' || first === '[' ? scanJson(this.#text) : undefined;
      const wasJson = spans !== undefined && (yield* this.#json(spans, index));
      if (!wasJson) yield* this.#yaml(index, first === '{' || first === '[');
    } catch (error) {
      yield this.#fault(error, this.#chunk.origin, this.#text);
    }
  }

  /** @returns whether the text is JSON; a first value that is none may still be YAML */
  *#json(spans: readonly JsonSpan[], firstIndex: number): Generator<ManifestDocument | InputFault, boolean> {
    let origin = this.#chunk.origin;
    let end = 0;
    let index = firstIndex;
    for (const span of spans) {
      origin = advance(this.#text, origin, end, span.start);
      const text = this.#text.slice(span.start, span.end);
      try {
        yield this.#document(index, 'json', { text, start: this.#chunk.start + span.start, origin, value: jsonValue(text, span) });
      } catch (error) {
        if (index === firstIndex && isSyntax(error)) return false;
        yield this.#fault(error, origin, text);
        return true;
      }
      index++;
      origin = advance(this.#text, origin, span.start, span.end);
      end = span.end;
    }
    return true;
  }

  *#yaml(index: number, mayBeJson: boolean): Generator<ManifestDocument | InputFault> {
    const text = this.#text;
    try {
      const root = parseYaml(text);
      if (!root) return;
      const tree = yamlTree(root, text);
      if (tree.kind === 'scalar' && tree.start === tree.end && !tree.marked) return;
      yield this.#document(index, 'yaml', { text, start: this.#chunk.start, origin: this.#chunk.origin, value: tree.value, tree });
    } catch (error) {
      if (mayBeJson && this.#file.toLowerCase().endsWith('.json') && isSyntax(error)) jsonTree(text);
      throw error;
    }
  }

  #document(index: number, format: 'yaml' | 'json', content: Omit<ConstructorParameters<typeof ManifestDocument>[0], 'file' | 'index' | 'format'>): ManifestDocument {
    return new ManifestDocument({ file: this.#file, index, format, ...content });
  }

  #fault(error: unknown, origin: Origin, text: string): InputFault {
    if (!(error instanceof TextFault)) throw error;
    return inputFault(this.#file, error.code, error.message, placeOf(text, origin, error.offset));
  }
}

function isSyntax(error: unknown): boolean {
  return error instanceof TextFault && (error.code === 'json-invalid' || error.code === 'yaml-invalid');
}

/** JSON.parse where nothing in the text asks for the exact reader. */
function jsonValue(text: string, span: JsonSpan): unknown {
  if (span.longNumbers) return jsonTree(text).value;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return jsonTree(text).value;
  }
  return countMembers(value) === span.colons ? value : jsonTree(text).value;
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const children: unknown[] = Object.values(value);
  let count = Array.isArray(value) ? 0 : children.length;
  for (const child of children) count += countMembers(child);
  return count;
}
