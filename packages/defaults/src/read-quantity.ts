import type { QuantityLike } from '@instancetype/api';
import { type Diagnostic, displayPath, showValue } from '@instancetype/conflict';
import { decodeQuantity, type Quantity } from '@instancetype/quantity';

/** Collects what keeps a template from getting its defaults. */
export interface Findings {
  readonly found: Diagnostic[];
}

/** A quantity of the VM, or undefined with a finding where it is none.
 * @param value as it stands in JSON; unset reads as 0
 * @param pointer where it stands
 * @param findings where to report */
export function readQuantity(value: QuantityLike | undefined, pointer: string, findings: Findings): Quantity | undefined {
  const parsed = decodeQuantity(value);
  if (parsed.ok) return parsed.value;
  // several defaults read the same amount
  if (findings.found.some((finding) => finding.pointer === pointer)) return undefined;
  const field = displayPath(pointer);
  findings.found.push({
    code: 'bad-quantity',
    severity: 'error',
    message: `${field} is ${showValue(value)}, which is no quantity: write it like 500m, 2, 512Mi or 4Gi`,
    reason: 'FieldValueInvalid',
    field,
    pointer,
  });
  return undefined;
}
