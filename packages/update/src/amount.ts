import { addQuantities, decodeQuantity, formatQuantity, isZero, parseQuantity, type Quantity } from '@instancetype/quantity';
import { replaceOperations } from './step.ts';
import { setValueAt } from './running.ts';

type Operations = ReturnType<typeof replaceOperations>;

/** A quantity inside an object; undefined where there is none.
 * @param object plain JSON
 * @param pointer a JSON pointer */
export function quantityAt(object: unknown, pointer: string): Quantity | undefined {
  const value = setValueAt(object, pointer);
  const decoded = value === undefined ? undefined : decodeQuantity(value);
  return decoded?.ok ? decoded.value : undefined;
}

/** Whether there is an amount, and it is not 0.
 * @param object plain JSON
 * @param pointer a JSON pointer */
export function isAmount(object: unknown, pointer: string): boolean {
  const quantity = quantityAt(object, pointer);
  return quantity !== undefined && !isZero(quantity);
}

/** A quantity of thousandths.
 * @param thousandths a whole number */
export function milliQuantity(thousandths: number): Quantity {
  const parsed = parseQuantity(`${BigInt(Math.trunc(thousandths))}m`);
  if (!parsed.ok) throw new Error(`${thousandths} is no whole number`);
  return parsed.value;
}

/** The operations that raise an amount of a running instance; none where it has no such amount.
 * @param instance the instance
 * @param pointer a JSON pointer into it
 * @param delta by how much */
export function raise(instance: unknown, pointer: string, delta: Quantity): Operations {
  const before = quantityAt(instance, pointer);
  return before === undefined ? [] : replaceOperations(pointer, setValueAt(instance, pointer), formatQuantity(addQuantities(before, delta)));
}
