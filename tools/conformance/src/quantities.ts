import { compareQuantities, formatQuantity, integerValue, parseQuantity, type Quantity, signOf } from '@instancetype/quantity';
import type { Case } from './outcome-of.ts';

/** Parses each value, and compares neighbours that both parse.
 * @param one a case of operation `quantity` */
export function quantities(one: Case): object {
  const texts = one.values as readonly string[];
  const parsed = texts.map((text) => parseQuantity(text));
  const values = parsed.map((quantity, index) => (quantity.ok ? describe(texts[index], quantity.value) : { in: texts[index], error: true }));
  const cmp = texts.slice(1).flatMap((b, index) => {
    const [left, right] = [parsed[index], parsed[index + 1]];
    return left?.ok && right?.ok ? [{ a: texts[index], b, cmp: compareQuantities(left.value, right.value) }] : [];
  });
  return { values, cmp };
}

function describe(text: string | undefined, quantity: Quantity): object {
  return { in: text, string: formatQuantity(quantity), value: integerValue(quantity).toString(), sign: signOf(quantity) };
}
