import { type ApiObject, isObject } from './object.ts';
import type { ResourceType } from './resource.ts';
import { badRequest } from './status.ts';

/** Whether an object is selected. */
export type Selector = (object: ApiObject) => boolean;

const EVERYTHING: Selector = () => true;
const KEY = String.raw`[A-Za-z0-9][\w./-]*`;
const SET = new RegExp(String.raw`^(${KEY})\s+(in|notin)\s*\(([^()]*)\)$`);
const COMPARISON = new RegExp(String.raw`^(${KEY})\s*(==|=|!=)\s*([\w.-]*)$`);
const EXISTENCE = new RegExp(`^(!?)\\s*(${KEY})$`);

/** Reads a label selector as `kubectl -l` takes it.
 * @param text the selector; empty selects everything
 * @throws StatusError 400 when it cannot be read */
export function labelSelector(text: string): Selector {
  const parts = partsOf(text).map(labelRequirement);
  return parts.length === 0 ? EVERYTHING : (object) => parts.every((part) => part(object.metadata.labels ?? {}));
}

/** Reads a field selector. Every kind can be selected by name and namespace, some by more.
 * @param text the selector; empty selects everything
 * @param type the kind
 * @throws StatusError 400 for any other field */
export function fieldSelector(text: string, type: ResourceType): Selector {
  const parts = partsOf(text).map((part) => fieldRequirement(part, type));
  return parts.length === 0 ? EVERYTHING : (object) => parts.every((part) => part(object));
}

/** A selector out of an object, as webhooks and services have it: `matchLabels` and `matchExpressions`.
 * @param selector the object; unset selects everything */
export function labelSelectorObject(selector: unknown): (labels: Readonly<Record<string, string>>) => boolean {
  const { matchLabels = {}, matchExpressions = [] } = (selector ?? {}) as { matchLabels?: Labels; matchExpressions?: readonly Expression[] };
  return (labels) =>
    Object.entries(matchLabels).every(([key, value]) => valueOf(labels, key) === value) && matchExpressions.every((expression) => isMet(expression, labels));
}

interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

type Labels = Readonly<Record<string, string>>;

function isMet({ key, operator, values = [] }: Expression, labels: Labels): boolean {
  const value = valueOf(labels, key);
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      throw badRequest(`"${operator}" is not a valid label selector operator`);
  }
}

// commas between requirements, not those within parentheses
function partsOf(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function labelRequirement(part: string): (labels: Labels) => boolean {
  const set = SET.exec(part);
  if (set) {
    const values = (set[3] ?? '').split(',').map((value) => value.trim());
    return (labels) => isMet({ key: set[1] ?? '', operator: set[2] === 'in' ? 'In' : 'NotIn', values }, labels);
  }
  const comparison = COMPARISON.exec(part);
  if (comparison) return (labels) => isMet({ key: comparison[1] ?? '', operator: comparison[2] === '!=' ? 'NotIn' : 'In', values: [comparison[3] ?? ''] }, labels);
  const existence = EXISTENCE.exec(part);
  if (!existence) throw badRequest(`unable to parse requirement: found '${part}', expected: a key, '!', '=', '==', '!=', 'in' or 'notin'`);
  return (labels) => isMet({ key: existence[2] ?? '', operator: existence[1] === '!' ? 'DoesNotExist' : 'Exists' }, labels);
}

function checkField(field: string, { selectable, kind, custom }: ResourceType): void {
  const isByName = field === 'metadata.name' || (field === 'metadata.namespace' && kind !== 'Namespace');
  if (isByName || selectable.includes(field)) return;
  const isPlain = !custom && selectable.length === 0;
  throw badRequest(isPlain ? `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"` : `field label not supported: ${field}`);
}

function fieldRequirement(part: string, type: ResourceType): Selector {
  const [, field = '', operator = '', value = ''] = /^([^=!]+)(==|=|!=)(.*)$/.exec(part) ?? [];
  if (field === '') throw badRequest(`invalid selector: '${part}'; can't understand '${part}'`);
  checkField(field, type);
  const path = (ALIASES[field] ?? field).split('.');
  return (object) => (textAt(object, path) === value) === (operator !== '!=');
}

const ALIASES: Readonly<Record<string, string>> = { name: 'metadata.name', source: 'source.component' };

function textAt(object: unknown, path: readonly string[]): string {
  const value = path.reduce<unknown>((at, member) => (isObject(at) && Object.hasOwn(at, member) ? at[member] : undefined), object);
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}

function valueOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
