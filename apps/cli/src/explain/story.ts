import { displayPath, type Segment } from '@instancetype/conflict';
import type { TraceEntry } from '@instancetype/draft';
import { fieldAt } from '@instancetype/schema';
import { escapeText } from '../manifest/escape.ts';
import { printEntries } from '../table/wrap.ts';
import type { FieldOrigin } from './fields.ts';
import { authorOf, inferredByLabel, inline, preferredInVain } from './phrases.ts';

const LONG = 300;

/** Where one field comes from, at length.
 * @param field the field
 * @param segments its path
 * @param place `file:line:column` of the author's own value
 * @returns lines with line ends */
export function story({ pointer, value, writer, replaced, kept }: FieldOrigin, segments: readonly Segment[], place: string): string {
  const { kind, name } = writer?.source ?? {};
  const author = kind === undefined || name === undefined ? authorOf(writer) : `${authorOf(writer)} (${escapeText(kind)})`;
  return entries(pointer, [
    ['Value', [inline(value, LONG)]],
    ['From', [writer === undefined ? `the VM, ${place}` : author]],
    ['Its field', linesOf(writer?.source.field)],
    ['Rule', linesOf(writer?.rule)],
    ['Replaces', replaced === undefined ? [] : [`${inline(replaced, LONG)} of the VM, ${place}`]],
    ['Not taken', kept.map(preferredInVain)],
    ['Type', linesOf(expectedAt(segments))],
  ]);
}

/** What there is to say of a field that a VM does not have.
 * @param pointer where it would stand
 * @param segments the same
 * @param why why it is not there
 * @param kept what was preferred in vain
 * @param inferred what was inferred for it, before it was removed */
export function storyOfNothing(pointer: string, segments: readonly Segment[], why: string, kept: readonly TraceEntry[] = [], inferred: readonly TraceEntry[] = []): string {
  return entries(pointer, [
    ['Value', [why]],
    ['Inferred', inferred.map(inferredByLabel)],
    ['Not taken', kept.map(preferredInVain)],
    ['Type', linesOf(expectedAt(segments))],
  ]);
}

function entries(pointer: string, lines: Parameters<typeof printEntries>[0]): string {
  return `${escapeText(displayPath(pointer))}\n${printEntries(lines).replace(/^/gm, '  ').trimEnd()}\n`;
}

function linesOf(text: string | undefined): string[] {
  return text === undefined ? [] : [escapeText(text)];
}

function expectedAt(segments: readonly Segment[]): string | undefined {
  return fieldAt('VirtualMachine', segments)?.expected;
}
