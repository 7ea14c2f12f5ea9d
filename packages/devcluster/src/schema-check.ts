import { isObject } from './object.ts';
import { memberSchema, type Schema } from './schema.ts';
import type { StatusCause } from './status.ts';

const TEXT_LIMIT = 1024;

/** What is wrong with an object by a structural schema. Not heeded: `allOf`, `anyOf`, `oneOf`, `not`, formats, and rules in CEL.
 * @param value the object
 * @param schema `openAPIV3Schema` of a CustomResourceDefinition */
export function schemaCauses(value: unknown, schema: Schema): StatusCause[] {
  const causes: StatusCause[] = [];
  walk(value, schema, '', causes);
  return causes;
}

function walk(value: unknown, schema: Schema, path: string, causes: StatusCause[]): void {
  if (value === null && schema.nullable) return;
  if (!hasType(value, schema)) {
    const is = typeName(value);
    const wanted = schema['x-kubernetes-int-or-string'] ? 'integer,string' : schema.type;
    causes.push({ reason: 'FieldValueTypeInvalid', message: `Invalid value: ${JSON.stringify(is)}: ${path || '<nil>'} in body must be of type ${wanted}: ${JSON.stringify(is)}`, field: path || '<nil>' });
    return;
  }
  checkEnum(value, schema, path, causes);
  if (typeof value === 'number') checkNumber(value, schema, path, causes);
  else if (typeof value === 'string') checkText(value, schema, path, causes);
  else if (Array.isArray(value)) checkItems(value, schema, path, causes);
  else if (isObject(value)) checkMembers(value, schema, path, causes);
}

function checkMembers(value: Readonly<Record<string, unknown>>, schema: Schema, path: string, causes: StatusCause[]): void {
  for (const [key, member] of Object.entries(value)) {
    const known = path === '' && key === 'metadata' ? undefined : memberSchema(schema, key);
    if (known) walk(member, known, join(path, key), causes);
  }
  for (const name of schema.required ?? []) {
    if (value[name] === undefined) causes.push({ reason: 'FieldValueRequired', message: 'Required value', field: join(path, name) });
  }
}

function checkItems(value: readonly unknown[], { items, minItems, maxItems }: Schema, path: string, causes: StatusCause[]): void {
  if (maxItems !== undefined && value.length > maxItems) causes.push({ reason: 'FieldValueTooMany', message: `Too many: ${value.length}: must have at most ${maxItems} items`, field: path });
  if (minItems !== undefined && value.length < minItems) causes.push(wrong(path, value.length, `should have at least ${minItems} items`));
  if (items) for (const [index, each] of value.entries()) walk(each, items, `${path}[${index}]`, causes);
}

function checkEnum(value: unknown, { enum: allowed }: Schema, path: string, causes: StatusCause[]): void {
  if (!allowed || allowed.some((each) => JSON.stringify(each) === JSON.stringify(value))) return;
  causes.push({ reason: 'FieldValueNotSupported', message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${allowed.map((each) => JSON.stringify(each)).join(', ')}`, field: path });
}

function checkNumber(value: number, { minimum, maximum }: Schema, path: string, causes: StatusCause[]): void {
  if (minimum !== undefined && value < minimum) causes.push(wrong(path, value, `should be greater than or equal to ${minimum}`));
  if (maximum !== undefined && value > maximum) causes.push(wrong(path, value, `should be less than or equal to ${maximum}`));
}

function checkText(value: string, { pattern, minLength, maxLength }: Schema, path: string, causes: StatusCause[]): void {
  if (maxLength !== undefined && value.length > maxLength) causes.push({ reason: 'FieldValueTooLong', message: `Too long: may not be more than ${maxLength} bytes`, field: path });
  if (minLength !== undefined && value.length < minLength) causes.push(wrong(path, value, `should be at least ${minLength} chars long`));
  if (pattern !== undefined && !new RegExp(pattern).test(value.slice(0, TEXT_LIMIT))) causes.push(wrong(path, value, `should match '${pattern}'`));
}

function wrong(path: string, value: unknown, what: string): StatusCause {
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${path} in body ${what}`, field: path };
}

function hasType(value: unknown, schema: Schema): boolean {
  if (schema['x-kubernetes-int-or-string']) return typeof value === 'string' || Number.isInteger(value);
  switch (schema.type) {
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'string':
    case 'boolean':
    case 'number':
      return typeof value === schema.type;
    default:
      return true;
  }
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
