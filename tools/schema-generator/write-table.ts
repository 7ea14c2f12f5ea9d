import type { CorrectedModels } from './collect.ts';
import type { Field, FieldType, Model } from './model.ts';
import { SCALARS } from './parse-type.ts';

/** One line per model, sorted: its name (`*` after it where unknown fields are kept), then its fields.
 * @param models the corrected models
 * @param names which of them, by their names in the types package */
export function tableOf(models: CorrectedModels, names: readonly string[]): string {
  return names
    .map((name) => models.get(name))
    .map((model) => lineOf(models, model))
    .sort()
    .join('\n');
}

function lineOf(models: CorrectedModels, model: Model): string {
  const fields = [...model.fields].sort((one, other) => (one.name < other.name ? -1 : 1));
  return [`${model.name}${model.open ? '*' : ''}`, ...fields.map((field) => fieldText(models, model, field))].join(' ');
}

/** `name`, `!` where it is required, `:` and its type unless that is plain text. */
function fieldText(models: CorrectedModels, model: Model, field: Field): string {
  if (!/^[A-Za-z]\w*$/.test(field.name)) throw new Error(`${model.name}.${field.name} is no name in JSON`);
  const type = typeText(models, `${model.name}.${field.name}`, field.type);
  const required = field.required ? '!' : '';
  const tolerant = field.tolerant ? '~' : '';
  return field.name + required + (type === 'string' && tolerant === '' ? '' : `:${tolerant}${type}`);
}

function typeText(models: CorrectedModels, place: string, type: FieldType): string {
  switch (type.is) {
    case 'scalar':
      if (!SCALARS.has(type.scalar)) throw new Error(`${place} is a ${type.scalar}: correct it`);
      return type.scalar;
    case 'enum':
      return type.values.join('|');
    case 'ref':
      return models.get(type.model).name;
    case 'map':
      return `{${typeText(models, place, type.of)}}`;
    case 'list':
      return listText(typeText(models, place, type.of), type);
    default:
      return type.is;
  }
}

/** `[items]`; inside, after the items' type: `?` null items, `<=n` at most n, `@keys` no two items alike. */
function listText(items: string, type: FieldType & { is: 'list' }): string {
  const nullable = type.nullableItems ? '?' : '';
  const limit = type.maxItems === undefined ? '' : `<=${type.maxItems}`;
  const keys = type.keys === undefined ? '' : `@${type.keys.join(',')}`;
  return `[${items}${nullable}${limit}${keys}]`;
}

/** Refuses two models of one short name.
 * @param models the corrected models
 * @param names all that are used */
export function checkNames(models: CorrectedModels, names: Iterable<string>): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const model = models.get(name);
    const other = seen.get(model.name);
    if (other !== undefined) throw new Error(`${name} and ${other} are both ${model.name}: rename one`);
    seen.set(model.name, name);
  }
}
