import type { TraceEntry } from '@instancetype/draft';
import { escapeText } from '../manifest/escape.ts';
import type { FieldOrigin } from './fields.ts';

/** Who wrote a field, for a reader: `VM`, `instance type u1.medium`, `preference fedora`, `KubeVirt default`.
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
      return 'KubeVirt';
  }
}

/** The same with the field of the author's object: `instance type u1.medium, spec.cpu.guest`.
 * @param entry what the trace says; undefined for the VM's author */
function sourceOf(entry: TraceEntry | undefined): string {
  const field = entry?.source.field;
  return field === undefined ? authorOf(entry) : `${authorOf(entry)}, ${escapeText(field)}`;
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
