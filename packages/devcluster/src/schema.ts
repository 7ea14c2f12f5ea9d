import { isObject } from './object.ts';

/** The part of a structural OpenAPI schema that is heeded. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly nullable?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
}

/** A schema that accepts everything. */
export const ANYTHING: Schema = { 'x-kubernetes-preserve-unknown-fields': true };

const TYPE_MEMBERS: readonly string[] = ['apiVersion', 'kind', 'metadata'];

/** Takes away what a structural schema does not know, and fills in its defaults, as an API server does with custom resources. The
 * depth is that of the schema.
 * @param value the object
 * @param schema `openAPIV3Schema` of a CustomResourceDefinition
 * @param unknown gets the paths of what was taken away */
export function shaped(value: unknown, schema: Schema, unknown: string[]): unknown {
  return shape(value, schema, '', { unknown, isObjectRoot: true });
}

interface Shaping {
  readonly unknown: string[];
  /** Whether `apiVersion`, `kind` and `metadata` belong to the server. */
  readonly isObjectRoot: boolean;
}

function shape(value: unknown, schema: Schema, path: string, shaping: Shaping): unknown {
  const inner = { ...shaping, isObjectRoot: schema['x-kubernetes-embedded-resource'] === true };
  if (Array.isArray(value)) return value.map((each, index) => shape(each, schema.items ?? ANYTHING, `${path}[${index}]`, inner));
  if (!isObject(value)) return value;
  const isRoot = shaping.isObjectRoot || inner.isObjectRoot;
  return withDefaults(schema, members(value, schema, path, { ...shaping, isObjectRoot: isRoot }));
}

function members(value: Readonly<Record<string, unknown>>, schema: Schema, path: string, { unknown, isObjectRoot }: Shaping): Map<string, unknown> {
  const result = new Map<string, unknown>();
  for (const [key, member] of Object.entries(value)) {
    const known = isObjectRoot && TYPE_MEMBERS.includes(key) ? ANYTHING : memberSchema(schema, key);
    const at = path === '' ? key : `${path}.${key}`;
    if (known === undefined) unknown.push(at);
    else if (member !== null || !isDropped(known)) result.set(key, shape(member, known, at, { unknown, isObjectRoot: false }));
  }
  return result;
}

function withDefaults({ properties = {} }: Schema, result: Map<string, unknown>): unknown {
  for (const [key, property] of Object.entries(properties)) {
    if (property.default !== undefined && !result.has(key)) result.set(key, shape(structuredClone(property.default), property, key, { unknown: [], isObjectRoot: false }));
  }
  return Object.fromEntries(result);
}

// a null where none is allowed is as good as nothing
function isDropped(schema: Schema): boolean {
  return schema.nullable !== true && schema !== ANYTHING;
}

/** The schema of a member; undefined where there may be none of that name. */
export function memberSchema({ properties = {}, additionalProperties, 'x-kubernetes-preserve-unknown-fields': keeps }: Schema, key: string): Schema | undefined {
  if (Object.hasOwn(properties, key)) return properties[key];
  if (isObject(additionalProperties)) return additionalProperties as Schema;
  return keeps === true || additionalProperties === true ? ANYTHING : undefined;
}
