import { write } from '../io.ts';
import { readDocuments } from '../manifest/documents.ts';
import { escapeText } from '../manifest/escape.ts';
import type { Source } from '../manifest/sources.ts';
import type { Context } from '../context.ts';
import type { Opened } from '../world/open-world.ts';
import type { World } from '../world/world.ts';
import type { Complaints } from './complaints.ts';
import { expandDocument } from './expand-document.ts';
import type { ExpandOutput } from './output.ts';

/** Expands an input, one file after the other.
 * @param opened the input and the world around it
 * @param output how to write the result
 * @param complaints where problems go
 * @param context where the result goes */
export async function runExpand(opened: Opened, output: ExpandOutput, complaints: Complaints, { io }: Context): Promise<void> {
  const { inputs, world } = opened;
  const run = new Run(world, output, complaints);
  complaints.progress.clear();
  await complaints.about(opened);
  for (const [index, found] of inputs.entries()) {
    // on a terminal the result itself shows how far it is
    if (io.stdout.isTTY !== true) complaints.progress.show(() => `Expanding: ${index + 1} of ${inputs.length} files`);
    if (found.kind === 'fault') {
      await complaints.fault(found);
      continue;
    }
    await write(io.stdout, await run.source(found));
  }
  complaints.progress.clear();
  await write(io.stdout, output.end());
  if (run.failed > 0) await complaints.say(`instancetype: ${run.failed} of ${run.vms} VMs cannot be expanded and ${run.failed === 1 ? 'is' : 'are'} left out\n`);
}

class Run {
  vms = 0;
  failed = 0;
  readonly #world: World;
  readonly #output: ExpandOutput;
  readonly #complaints: Complaints;

  constructor(world: World, output: ExpandOutput, complaints: Complaints) {
    this.#world = world;
    this.#output = output;
    this.#complaints = complaints;
  }

  /** The output of one file. */
  async source(source: Source): Promise<string> {
    const text = await source.read();
    if (text.kind === 'fault') {
      await this.#complaints.fault(text);
      return '';
    }
    let isWhole = true;
    for (const document of readDocuments(text.name, text.text)) {
      if (document.kind === 'fault') {
        isWhole = false;
        await this.#complaints.fault(document);
        continue;
      }
      const expanded = expandDocument(document, this.#world);
      this.vms += expanded.vms.length;
      this.failed += expanded.vms.filter(({ outcome }) => !outcome.ok).length;
      await this.#complaints.aboutVms(expanded, this.#world);
      const note = this.#output.document(expanded);
      if (note) await this.#complaints.findings(document, undefined, [note], this.#world);
    }
    if (!isWhole) await this.#complaints.say(`instancetype: nothing of ${escapeText(text.name)} is printed, because not all of it can be read\n`);
    return this.#output.endFile(text, isWhole);
  }
}
