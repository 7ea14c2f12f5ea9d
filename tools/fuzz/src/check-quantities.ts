import { addQuantities, canonicalText, compareQuantities, formatQuantity, integerValue, type Quantity } from '@instancetype/quantity';
import { must } from './fault.ts';
import { textOf } from './json.ts';
import type { Stopwatch } from './stopwatch.ts';
import type { Subject } from './subject.ts';

/** Reads quantities, prints them and reads them again.
 * @param values of any type
 * @param subject what is checked
 * @param watch times it */
export function checkQuantities(values: readonly unknown[], subject: Subject, watch: Stopwatch): void {
  const read: Quantity[] = [];
  for (const value of values) {
    const parsed = watch.time('parseQuantity', () => subject.parseQuantity(value));
    const decoded = watch.time('decodeQuantity', () => subject.decodeQuantity(value));
    must(!parsed.ok || decoded.ok, () => `${textOf(value)} is a quantity as text and none in a manifest`);
    if (!parsed.ok) continue;
    read.push(parsed.value);
    const text = watch.time('formatQuantity', () => formatQuantity(parsed.value));
    const again = subject.parseQuantity(text);
    must(again.ok && formatQuantity(again.value) === text, () => `${textOf(value)} is printed as ${text}, which is read as something else`);
    watch.time('integerValue', () => [integerValue(parsed.value), canonicalText(parsed.value)]);
  }
  for (const a of read) {
    for (const b of read) {
      const order = watch.time('compareQuantities', () => compareQuantities(a, b));
      must(compareQuantities(b, a) === (order === 0 ? 0 : -order), () => `${formatQuantity(a)} and ${formatQuantity(b)} have no order`);
      watch.time('addQuantities', () => addQuantities(a, b));
    }
  }
}
