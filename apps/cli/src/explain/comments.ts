import { segmentsOf } from '@instancetype/conflict';
import { Locator } from '../findings/locator.ts';
import { annotate } from '../manifest/annotate.ts';
import type { ManifestDocument } from '../manifest/document.ts';
import type { FieldOrigin } from './fields.ts';
import { remarkOf } from './phrases.ts';

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
      if (which === 'new' && field.writer === undefined) continue;
      const pointer = base + field.pointer;
      const { endLine } = locator.place(pointer);
      const onLine = lines.get(endLine) ?? [];
      onLine.push({ pointer, remark: remarkOf(field) });
      lines.set(endLine, onLine);
    }
  }
  return annotate(document, new Map([...lines.values()].map((remarks): [string, string] => [remarks[0]?.pointer ?? '', joined(remarks)])));
}

interface Remark {
  readonly pointer: string;
  readonly remark: string;
}

function joined(remarks: readonly Remark[]): string {
  const [first] = remarks;
  if (remarks.every(({ remark }) => remark === first?.remark)) return first?.remark ?? '';
  return remarks.map(({ pointer, remark }) => `${segmentsOf(pointer).at(-1) ?? ''}: ${remark}`).join('; ');
}
