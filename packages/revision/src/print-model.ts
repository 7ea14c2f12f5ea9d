import { decodeQuantity, formatQuantity } from '@instancetype/quantity';
import type { Model, ObjectModel, ScalarModel } from './model.ts';

type Container = Readonly<Record<string, unknown>>;

/**
 * Prints a value as KubeVirt stores it (BEHAVIOUR 0.1, 0.3, 21.5): unset members and zero values are left out, inline objects
 * and the few members that are always printed are there, quantities have their printed text.
 * @param value what `readModel` gave for the same model, or undefined
 * @param model what it is
 */
export function printModel(value: object | undefined, model: ObjectModel): object {
  const printed: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(model.members)) {
    const result = print((value as Container | undefined)?.[key] ?? undefined, member);
    if (result !== undefined) printed[key] = result;
  }
  return printed;
}

function print(value: unknown, model: Model): unknown {
  switch (model.kind) {
    case 'value':
    case 'pointer':
      return printScalar(value, model);
    case 'inlineObject':
      return printModel(value as object | undefined, model);
    case 'pointerObject':
      return value === undefined ? undefined : printModel(value as object, model);
    case 'list': {
      const elements = value as readonly object[] | undefined;
      return elements?.length ? elements.map((element) => printModel(element, model.element)) : undefined;
    }
    case 'map':
      return value === undefined || Object.keys(value as object).length === 0 ? undefined : value;
  }
}

function printScalar(value: unknown, model: ScalarModel): unknown {
  if (model.kind === 'pointer' && value === undefined) return undefined;
  if (model.type === 'quantity') {
    const quantity = decodeQuantity(value);
    return quantity.ok ? formatQuantity(quantity.value) : undefined;
  }
  if (model.kind === 'pointer' || value) return value;
  if (!model.always) return undefined;
  return model.type === 'text' ? '' : model.type === 'boolean' ? false : 0;
}
