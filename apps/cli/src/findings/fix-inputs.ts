import type { InputFault } from '../manifest/fault.ts';
import type { Source } from '../manifest/sources.ts';
import type { Input, Inputs } from '../world/inputs.ts';
import type { Opened } from '../world/open-world.ts';
import type { CheckOptions } from './check-document.ts';
import type { Missing } from './check-virtual-machine.ts';
import type { Finding } from './finding.ts';
import { fixText } from './fix-text.ts';
import { writeFileAtomically } from './write-file.ts';

/** What --fix did. */
export interface Fixed {
  /** What was mended; places are those before. */
  readonly findings: readonly Finding[];
  /** What has a fix that would not leave everything else as it is. */
  readonly left: readonly Finding[];
  /** Files that cannot be written. */
  readonly faults: readonly InputFault[];
}

/** A fix may uncover something that has a fix of its own. */
const MAX_ROUNDS = 5;

/** How to fix. */
export interface FixOptions {
  readonly missing: Missing;
  /** Reads what the input refers to, as it is now. */
  readonly open: () => Promise<Omit<Opened, 'inputs'>>;
  /** Called before each file is read. */
  readonly onSource?: ((source: Source) => void) | undefined;
}

/** Mends what can be mended without a change of meaning, and writes the files in which something was.
 * @param inputs the input
 * @param options how */
export async function fixInputs(inputs: Inputs, options: FixOptions): Promise<Fixed> {
  const run = new FixRun(options);
  let pending: readonly Input[] = inputs.filter((found) => found.kind === 'source');
  for (let round = 0; round < MAX_ROUNDS && pending.length > 0; round++) pending = await run.round(pending);
  return run.result;
}

class FixRun {
  readonly #options: FixOptions;
  readonly #findings: Finding[] = [];
  readonly #left = new Map<string, readonly Finding[]>();
  readonly #faults: InputFault[] = [];

  constructor(options: FixOptions) {
    this.#options = options;
  }

  get result(): Fixed {
    return { findings: this.#findings, left: [...this.#left.values()].flat(), faults: this.#faults };
  }

  /** @returns the inputs that changed */
  async round(inputs: readonly Input[]): Promise<readonly Input[]> {
    const { world } = await this.#options.open();
    const changed: Input[] = [];
    for (const input of inputs) {
      this.#options.onSource?.(input);
      if (await this.#fix(input, { world, missing: this.#options.missing, edits: false, notesAt: () => [] })) changed.push(input);
    }
    return changed;
  }

  async #fix(input: Input, options: CheckOptions): Promise<boolean> {
    const before = await input.read();
    if (before.kind === 'fault') return false;
    const { text, fixed, left } = await fixText(before, options);
    this.#left.set(input.name, left);
    if (text === before.text || (input.path !== undefined && !(await this.#write(input.name, input.path, text)))) return false;
    input.replace(text);
    this.#findings.push(...fixed);
    return true;
  }

  async #write(name: string, path: string, text: string): Promise<boolean> {
    try {
      await writeFileAtomically(path, text);
      return true;
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      const diagnostic = { code: 'output-unwritable', severity: 'error', message: `the file cannot be written (${reason}): it is as it was` } as const;
      this.#faults.push({ kind: 'fault', file: name, diagnostic });
      return false;
    }
  }
}
