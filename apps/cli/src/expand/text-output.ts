import type { Diagnostic } from '@instancetype/conflict';
import type { ManifestDocument } from '../manifest/document.ts';
import { applySplices, type Splice } from '../manifest/splice.ts';
import type { ExpandedDocument } from './expand-document.ts';
import { type ExpandedText, expandedText, type TextOptions } from './expanded-text.ts';
import { partOf } from './leave-out.ts';
import type { ExpandOutput } from './output.ts';

type Placed = Pick<ManifestDocument, 'start' | 'end' | 'format'>;

/** A document of a file; without a text it stays as it is. */
interface Written {
  readonly placed: Placed;
  readonly text?: string | undefined;
  readonly isLeftOut: boolean;
}

/** The texts of the files with their VMs expanded, `---` between them; all else stays byte for byte.
 * @param options how */
export function textOutput(options: TextOptions): ExpandOutput {
  const file = new FileText(options);
  let last: { readonly format: Placed['format']; readonly endsLine: boolean } | undefined;
  return {
    document: (expanded) => file.add(expanded, true),
    endFile: (source, isWhole) => {
      const { text, first, last: lastFormat } = file.take(source.text);
      if (!isWhole || text.trim() === '') return '';
      const before = last === undefined ? '' : (last.endsLine ? '' : '\n') + (needsSeparator(last.format, first, text) ? '---\n' : '');
      const shown = last !== undefined && text.startsWith('\ufeff') ? text.slice(1) : text;
      last = { format: lastFormat, endsLine: text.endsWith('\n') };
      return before + shown;
    },
    end: () => '',
  };
}

/** JSON values may follow one another as they are. */
function needsSeparator(before: Placed['format'], first: Placed['format'], text: string): boolean {
  return !text.startsWith('---') && !(before === 'json' && first === 'json');
}

/** Collects the documents of one file. */
export class FileText {
  readonly #options: TextOptions;
  #written: Written[] = [];

  constructor(options: TextOptions) {
    this.#options = options;
  }

  /** Takes the next document.
   * @param expanded the document
   * @param leavesOut whether a VM that cannot be expanded is left out; else it stays as it is */
  add(expanded: ExpandedDocument, leavesOut: boolean): Diagnostic | undefined {
    const { start, end, format } = expanded.document;
    const placed = { start, end, format };
    if (expanded.value === undefined) {
      this.#written.push({ placed, isLeftOut: leavesOut });
      return undefined;
    }
    const { text, note } = this.#textOf(expanded);
    this.#written.push({ placed, text, isLeftOut: false });
    return note;
  }

  /** The file's text with the documents that were added, and in which format it begins and ends.
   * @param text the file's text */
  take(text: string): { readonly text: string; readonly first: Placed['format']; readonly last: Placed['format'] } {
    const written = this.#written;
    this.#written = [];
    const kept = written.filter(({ isLeftOut }) => !isLeftOut);
    const isConverted = this.#options.format === 'yaml' && kept.some(({ placed }) => placed.format === 'json');
    const formatOf = (each: Written | undefined): Placed['format'] => (isConverted ? 'yaml' : (each?.placed.format ?? 'yaml'));
    const result = isConverted ? joined(text, kept) : spliced(text, written);
    return { text: kept.length === 0 && written.length > 0 ? '' : result, first: formatOf(kept[0]), last: formatOf(kept.at(-1)) };
  }

  #textOf(expanded: ExpandedDocument): Partial<ExpandedText> {
    const isConverted = this.#options.format === 'yaml' && expanded.document.format === 'json';
    return expanded.vms.length === 0 && !isConverted ? {} : expandedText(expanded, this.#options);
  }
}

function spliced(text: string, written: readonly Written[]): string {
  const splices: Splice[] = [];
  for (const { placed, text: own, isLeftOut } of written) {
    if (!isLeftOut) {
      if (own !== undefined) splices.push({ start: placed.start, end: placed.end, text: own });
      continue;
    }
    // the `---` line between two documents that are both left out goes with the first of them
    splices.push({ ...partOf(text, placed, splices.at(-1)?.end ?? 0), text: '' });
  }
  return applySplices(text, splices);
}

function joined(text: string, written: readonly Written[]): string {
  const texts = written.map(({ placed, text: own }) => own ?? text.slice(placed.start, placed.end));
  return texts.map((each) => (each.endsWith('\n') ? each : `${each}\n`)).join('---\n');
}
