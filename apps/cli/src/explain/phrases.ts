import type { Trace, TraceEntry } from '@instancetype/draft';
import { escapeText } from '../manifest/escape.ts';
import type { FieldOrigin } from './fields.ts';

/** Who wrote a field, for a reader: `VM`, `instance type u1.medium`, `preference fedora`, `KubeVirt default`, `DataSource fedora`.
 * @param entry what the trace says; undefined for the VM's author */
export function authorOf(entry: TraceEntry | undefined): string {
  if (entry === undefined) return 'VM';
  const name = escapeText(entry.source.name ?? '');
  switch (entry.origin) {
    case 'instancetype':
      return `instance type ${name}`;
    case 'preference':
      return `preference ${name}`;
    case 'default':
      return 'KubeVirt default';
    case 'derived':
      return entry.source.kind === undefined ? 'KubeVirt' : `${entry.source.kind} ${name}`;
  }
}

/** The same with the field of the author's object: `instance type u1.medium, spec.cpu.guest`.
 * @param entry what the trace says; undefined for the VM's author */
function sourceOf(entry: TraceEntry | undefined): string {
  const field = entry?.source.field;
  return field === undefined ? authorOf(entry) : `${authorOf(entry)}, ${escapeText(field)}`;
}

/** What a matcher was inferred as: `u1.large`, or with the kind where a label gives one.
 * @param entry what wrote the matcher */
function inferredName(entry: TraceEntry): string {
  const { name, kind } = Object(entry.value) as { readonly name?: string; readonly kind?: string };
  return inline([kind, name ?? 'nothing'].filter(Boolean).join(' '));
}

/** The same with the object whose label says so: `inferred as u1.large from DataSource fedora`.
 * @param entry what wrote the matcher */
export function inferredFrom(entry: TraceEntry): string {
  return `inferred as ${inferredName(entry)} from ${authorOf(entry)}`;
}

/** The same with the label: `u1.large, from DataSource fedora, metadata.labels[...]`.
 * @param entry what wrote the matcher */
export function inferredByLabel(entry: TraceEntry): string {
  return `${inferredName(entry)}, from ${sourceOf(entry)}`;
}

/** Why a matcher that was not inferred is gone. */
export const NOT_INFERRED = 'not inferred, which its failure policy ignores';

const REMOVALS: ReadonlyMap<string, string> = new Map([
  ['ignore-failed-inference', `removed: ${NOT_INFERRED}`],
  ['drop-memory-for-inferred-instancetype', 'removed: an instance type that is inferred with the failure policy Ignore takes the memory of the template away'],
  ['expanded', 'removed: an expanded VM no longer refers to its instance type and preference'],
]);

/** Why a field of a VM, or an object that it is in, is gone once the VM is expanded.
 * @param pointer the field
 * @param trace what `expand` recorded */
export function removalAt(pointer: string, trace: Trace): string {
  const entry = trace.find(({ action, path }) => action === 'remove' && (pointer === path || pointer.startsWith(`${path}/`)));
  return REMOVALS.get(entry?.rule ?? '') ?? 'removed when the VM is expanded';
}

/** A value on one line; nothing for one that is not there.
 * @param value plain JSON
 * @param length the most characters to show */
export function inline(value: unknown, length: number = 60): string {
  return escapeText(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''), length);
}

/** What was preferred in vain: `"virtio" of preference fedora`.
 * @param entry a `keep` of the trace */
export function preferredInVain(entry: TraceEntry): string {
  return `${escapeText(JSON.stringify(entry.value) ?? '', 60)} of ${sourceOf(entry)}`;
}

/** The whole story of a field on one line.
 * @param field where it comes from */
export function remarkOf({ writer, replaced, kept }: FieldOrigin): string {
  const parts = [sourceOf(writer)];
  if (replaced !== undefined) parts.push(`replaces the VM's ${escapeText(JSON.stringify(replaced) ?? '', 60)}`);
  return [...parts, ...(kept.length === 0 ? [] : [notTaken({ kept })])].join('; ');
}

/** The values that were preferred in vain: `not taken: "virtio" of preference fedora`.
 * @param field where it comes from */
export function notTaken({ kept }: Pick<FieldOrigin, 'kept'>): string {
  return `not taken: ${kept.map(preferredInVain).join(', ')}`;
}
