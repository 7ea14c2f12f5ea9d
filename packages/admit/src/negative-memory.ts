import { type Diagnostic, showValue } from '@instancetype/conflict';
import { decodeQuantity, signOf } from '@instancetype/quantity';

/** The finding that an amount of memory is negative. KubeVirt accepts it, and no VM starts with it.
 * @param memory the amount, and its field
 * @param severity `error` where it is to be refused */
export function negativeMemory({ value, field }: { readonly value: unknown; readonly field: string }, severity: 'error' | 'warning'): readonly Diagnostic[] {
  const quantity = value === undefined || value === null ? undefined : decodeQuantity(value);
  if (!quantity?.ok || signOf(quantity.value) >= 0) return [];
  const message = `${field} is ${showValue(value)}, with which no VM starts: set it to more than 0`;
  return [{ code: 'memory-negative', severity, message, reason: 'FieldValueInvalid', field, pointer: `/${field.replaceAll('.', '/')}` }];
}
