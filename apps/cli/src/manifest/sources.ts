import { stat } from 'node:fs/promises';
import { type SourceText, decodeText } from './decode.ts';
import { type InputFault, inputFault } from './fault.ts';
import { collect, readBytes, systemFault } from './read-bytes.ts';
import { walkManifests } from './walk.ts';

export const STDIN_NAME = '<stdin>';

/** One input that can be read. Nothing is open and nothing is in memory until `read` is called. */
export interface Source {
  readonly kind: 'source';
  /** As the user named it, or the directory's name joined with the rest of the path; `<stdin>` for standard input. */
  readonly name: string;
  /** Where it can be written back; absent for standard input. */
  readonly path?: string | undefined;
  /** Its text, or the fault that keeps it from being read. It never rejects. */
  read(): Promise<SourceText | InputFault>;
}

/** The inputs that a command line names, in order: files, the manifests below directories, and `-` for standard input. What
 * is missing or cannot be read comes as a fault in its place, and the rest follows.
 * @param names the arguments
 * @param stdin the stream that `-` stands for */
export async function* findSources(names: Iterable<string>, stdin: AsyncIterable<Uint8Array | string>): AsyncGenerator<Source | InputFault> {
  let stdinTaken = false;
  for (const name of names) {
    if (name !== '-') {
      yield* sourcesAt(name);
    } else if (stdinTaken) {
      yield inputFault(STDIN_NAME, 'input-repeated', 'standard input is named twice: it can be read once');
    } else {
      stdinTaken = true;
      yield { kind: 'source', name: STDIN_NAME, read: async () => decoded(STDIN_NAME, await collect(STDIN_NAME, stdin)) };
    }
  }
}

async function* sourcesAt(name: string): AsyncGenerator<Source | InputFault> {
  const isDirectory = await isDirectoryAt(name);
  if (typeof isDirectory === 'object') {
    yield isDirectory;
  } else if (isDirectory) {
    yield* sourcesBelow(name);
  } else {
    yield fileSource(name);
  }
}

async function isDirectoryAt(path: string): Promise<boolean | InputFault> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    return systemFault(path, error);
  }
}

async function* sourcesBelow(directory: string): AsyncGenerator<Source | InputFault> {
  let isEmpty = true;
  for await (const found of walkManifests(directory)) {
    isEmpty = false;
    yield typeof found === 'string' ? fileSource(found) : found;
  }
  if (isEmpty) yield inputFault(directory, 'directory-without-manifests', 'the directory holds no .yaml, .yml or .json file');
}

function fileSource(path: string): Source {
  return { kind: 'source', name: path, path, read: async () => decoded(path, await readBytes(path, path)) };
}

function decoded(name: string, bytes: Uint8Array | InputFault): SourceText | InputFault {
  return bytes instanceof Uint8Array ? decodeText(name, bytes) : bytes;
}
