import { decodeQuantity, formatQuantity } from '@instancetype/quantity';
import { isAlwaysPrinted, isPointer, isWrapped, type Model, type ObjectModel, type ScalarModel, typeOf, zeroOf } from './model.ts';

type Container = Readonly<Record<string, unknown>>;

/**
 * Prints a value as KubeVirt stores it (BEHAVIOUR 0.1, 0.3, 21.5): unset members and zero values are left out, inline objects
 * and the few members that are always printed are there, quantities have their printed text.
 * @param value what `readModel` gave for the same model, or undefined
 * @param model what it is
 */
export function printModel(value: object | undefined, model: ObjectModel): object {
  const printed: Record<string, unknown> = {};
  for (const key of Object.keys(model)) {
    const result = print((value as Container | undefined)?.[key] ?? undefined, model[key] ?? {});
    if (result !== undefined) printed[key] = result;
  }
  return printed;
}

function print(value: unknown, model: Model): unknown {
  if (model === 'map') return value === undefined || Object.keys(value as object).length === 0 ? undefined : value;
  if (typeof model === 'string') return printScalar(value, model);
  if (!isWrapped(model)) return value === undefined ? undefined : printModel(value as object, model);
  const [form, members] = model;
  if (form === 'inline') return printModel(value as object | undefined, members);
  const elements = value as readonly object[] | undefined;
  return elements?.length ? elements.map((element) => printModel(element, members)) : undefined;
}

function printScalar(value: unknown, model: ScalarModel): unknown {
  if (isPointer(model) && value === undefined) return undefined;
  const type = typeOf(model);
  if (type === 'quantity') {
    const quantity = decodeQuantity(value);
    return quantity.ok ? formatQuantity(quantity.value) : undefined;
  }
  if (isPointer(model) || value) return value;
  return isAlwaysPrinted(model) ? zeroOf(type) : undefined;
}
