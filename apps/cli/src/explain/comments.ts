import { segmentsOf, valueAt } from '@instancetype/conflict';
import { Locator } from '../findings/locator.ts';
import { annotate } from '../manifest/annotate.ts';
import type { ManifestDocument } from '../manifest/document.ts';
import type { FieldOrigin } from './fields.ts';
import { inferredFrom, NOT_INFERRED, notTaken, remarkOf } from './phrases.ts';

/** Where the fields of an object of a document come from. */
export interface ObjectOrigins {
  /** Where the object stands in the document. */
  readonly pointer: string;
  readonly fields: readonly FieldOrigin[];
}

/** A document's text with a comment on the line of each field that says where it comes from. Several fields of one line are
 * told apart by their names.
 * @param document a YAML document
 * @param objects where the fields of its objects come from
 * @param which `new` leaves out the fields that the author wrote and that stay as they are */
export function commentedText(document: ManifestDocument, objects: readonly ObjectOrigins[], which: 'all' | 'new'): string {
  const locator = new Locator(document);
  const lines = new Map<number, Remark[]>();
  for (const { pointer: base, fields } of objects) {
    for (const field of fields) {
      if (which === 'new' && [field.writer, field.inferred, field.ignored].every((entry) => entry === undefined)) continue;
      const remark = remarkAt(document.value, base, field);
      const { endLine } = locator.place(remark.pointer);
      const onLine = lines.get(endLine) ?? [];
      onLine.push(remark);
      lines.set(endLine, onLine);
    }
  }
  return annotate(document, new Map([...lines.values()].map((remarks): [string, string] => [remarks[0]?.pointer ?? '', joined(remarks)])));
}

interface Remark {
  readonly pointer: string;
  readonly remark: string;
  readonly isNamed?: boolean;
}

/** What is not there is told where it would stand: at the object around it. */
function remarkAt(document: unknown, base: string, field: FieldOrigin): Remark {
  if (field.value !== undefined) return { pointer: base + field.pointer, remark: remarkOf(field) };
  let pointer = base + field.pointer;
  while (pointer !== '' && valueAt(document, pointer) === undefined) pointer = pointer.slice(0, pointer.lastIndexOf('/'));
  const name = segmentsOf(field.pointer).at(-1) ?? '';
  // it has its own name in it: that of the place would mislead
  const remark = field.ignored ? NOT_INFERRED : field.inferred && inferredFrom(field.inferred);
  return { pointer, remark: `${name} ${remark ?? notTaken(field)}`, isNamed: remark !== undefined };
}

function joined(remarks: readonly Remark[]): string {
  const byRemark = Map.groupBy(remarks, ({ remark }) => remark);
  if (byRemark.size === 1) return remarks[0]?.remark ?? '';
  return [...byRemark].map(([remark, places]) => (places[0]?.isNamed ? remark : `${places.map(({ pointer }) => segmentsOf(pointer).at(-1) ?? '').join(', ')}: ${remark}`)).join('; ');
}
