import { addQuantities, canonicalText, compareQuantities, formatOf, formatQuantity, integerValue, newQuantity, type Quantity } from '@instancetype/quantity';
import { must } from './fault.ts';
import { textOf } from './json.ts';
import type { Stopwatch } from './stopwatch.ts';
import type { Subject } from './subject.ts';

/** From here on there is no suffix, so that Kubernetes prints the digits alone (BEHAVIOUR 21.5). */
const [PAST_SUFFIXES, PAST_NEGATIVE_SUFFIXES] = [newQuantity(10n ** 21n, 'DecimalSI'), newQuantity(-(10n ** 21n), 'DecimalSI')];

function losesSuffix(quantity: Quantity): boolean {
  return formatOf(quantity) === 'DecimalSI' && (compareQuantities(quantity, PAST_SUFFIXES) >= 0 || compareQuantities(quantity, PAST_NEGATIVE_SUFFIXES) <= 0);
}

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
    const isSame = again.ok && compareQuantities(again.value, parsed.value) === 0;
    must(isSame || losesSuffix(parsed.value), () => `${textOf(value)} is printed as ${text}, which is read as something else`);
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
