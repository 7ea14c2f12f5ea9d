import type { Source } from '../manifest/sources.ts';
import { documentsOf } from '../world/inputs.ts';
import type { WorldNote } from '../world/layer.ts';
import type { Opened } from '../world/open-world.ts';
import { checkDocument, type CheckOptions, type Report, reportOfFault } from './check-document.ts';
import type { Missing } from './check-virtual-machine.ts';
import type { Counter } from './summary.ts';

/** How to check an input. */
export interface InputOptions {
  readonly missing: Missing;
  readonly edits: boolean;
  /** Called before each file is read. */
  readonly onSource?: ((source: Source) => void) | undefined;
}

/** Checks every object of the input in order. One file is held at a time.
 * @param opened the input and the world around it
 * @param options how
 * @param counter counts what is seen; the caller counts the findings */
export async function* checkInputs(opened: Opened, { missing, edits, onSource }: InputOptions, counter: Counter): AsyncGenerator<Report> {
  const notes = Map.groupBy(opened.notes, ({ place }) => place.source);
  for (const found of opened.inputs) {
    if (found.kind === 'fault') {
      yield reportOfFault(found);
      continue;
    }
    onSource?.(found);
    counter.files++;
    const options: CheckOptions = { world: opened.world, missing, edits, notesAt: lookupOf(notes.get(found) ?? []) };
    yield* checkSource(found, options, counter);
  }
}

async function* checkSource(source: Source, options: CheckOptions, counter: Counter): AsyncGenerator<Report> {
  for await (const document of documentsOf(source)) {
    if (document.kind === 'fault') {
      yield reportOfFault(document);
      continue;
    }
    for await (const report of checkDocument(document, options)) {
      if ('skipped' in report) {
        counter.skipped++;
        continue;
      }
      if (report.object) counter.objects++;
      yield report;
    }
  }
}

function lookupOf(notes: readonly WorldNote[]): CheckOptions['notesAt'] {
  if (notes.length === 0) return () => [];
  const byPlace = Map.groupBy(notes, ({ place }) => `${place.start}${place.pointer}`);
  return (document, pointer) => (byPlace.get(`${document.start}${pointer}`) ?? []).map(({ diagnostic }) => diagnostic);
}
