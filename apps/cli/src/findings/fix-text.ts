import { type JsonPatchOperation, valueAt } from '@instancetype/conflict';
import type { SourceText } from '../manifest/decode.ts';
import type { ManifestDocument } from '../manifest/document.ts';
import { readDocuments } from '../manifest/documents.ts';
import { inDocument } from '../manifest/objects.ts';
import { PatchError, patchValue } from '../manifest/patch-value.ts';
import { byPlace, checkDocument, type CheckOptions } from './check-document.ts';
import type { Finding } from './finding.ts';
import { patchedText } from './patched-text.ts';

/** A file's text with everything mended that can be mended without a change of meaning. */
export interface FixedText {
  readonly text: string;
  /** What was mended; places are those in the text before. */
  readonly fixed: readonly Finding[];
  /** What would take more than itself along: a value behind an anchor, say. */
  readonly left: readonly Finding[];
}

/** Mends a file's text. Nothing else in it changes, byte for byte. What a fix uncovers is for another call to mend.
 * @param source the file's text
 * @param options how to check */
export async function fixText(source: SourceText, options: CheckOptions): Promise<FixedText> {
  const pieces: string[] = [];
  const fixed: Finding[] = [];
  const left: Finding[] = [];
  let end = 0;
  for (const document of readDocuments(source.name, source.text)) {
    if (document.kind === 'fault') continue;
    const result = fixDocument(document, await fixableFindings(document, options));
    pieces.push(source.text.slice(end, document.start), result.text);
    end = document.end;
    fixed.push(...result.fixed);
    left.push(...result.left);
  }
  return { text: [...pieces, source.text.slice(end)].join(''), fixed: fixed.sort(byPlace), left };
}

async function fixableFindings(document: ManifestDocument, options: CheckOptions): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for await (const report of checkDocument(document, options)) {
    if (!('skipped' in report)) found.push(...report.findings.filter(({ diagnostic }) => diagnostic.fix !== undefined));
  }
  return found;
}

// each takes a reading of the document
const MAX_SINGLE_FIXES = 50;

function fixDocument(document: ManifestDocument, findings: readonly Finding[]): FixedText {
  const fixes = compatible(document, findings);
  if (fixes.length === 0) return { text: document.text, fixed: [], left: [] };
  const together = textWith(document, fixes);
  if (together !== undefined) return { text: together, fixed: fixes, left: [] };
  const fixed: Finding[] = [];
  const left: Finding[] = [];
  for (const [index, finding] of fixes.entries()) {
    const fits = index < MAX_SINGLE_FIXES && textWith(document, [...fixed, finding]) !== undefined;
    (fits ? fixed : left).push(finding);
  }
  return { text: textWith(document, fixed) ?? document.text, fixed, left };
}

/** The fixes that can be made one after the other. Those of an object are made from its end, so that what is removed from a
 * list does not move what is to be mended before it. */
function compatible(document: ManifestDocument, findings: readonly Finding[]): readonly Finding[] {
  const groups = Map.groupBy(findings, ({ objectPointer = '' }) => objectPointer);
  return [...groups].flatMap(([pointer, own]) => {
    let value = valueAt(document.value, pointer);
    return own.toSorted((a, b) => comparePointers(placeOfFix(b), placeOfFix(a))).filter(({ diagnostic }) => {
      const patched = patchedOr(value, diagnostic.fix ?? []);
      if (patched !== undefined) value = patched;
      return patched !== undefined;
    });
  });
}

/** Undefined where another fix did it already, or took its place away. */
function patchedOr(value: unknown, operations: readonly JsonPatchOperation[]): unknown {
  try {
    return patchValue(value, operations).value;
  } catch (error) {
    if (error instanceof PatchError) return undefined;
    throw error;
  }
}

function placeOfFix({ diagnostic }: Finding): string {
  return diagnostic.fix?.[0]?.path ?? '';
}

const collator = new Intl.Collator('en', { numeric: true });

function comparePointers(a: string, b: string): number {
  return collator.compare(a, b);
}

function textWith(document: ManifestDocument, findings: readonly Finding[]): string | undefined {
  const operations = findings.flatMap(({ objectPointer = '', diagnostic }): JsonPatchOperation[] => inDocument({ pointer: objectPointer }, diagnostic.fix ?? []));
  return patchedText(document, operations);
}
