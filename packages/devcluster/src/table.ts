import { type Entry, objectAs } from './entry.ts';
import { isObject } from './object.ts';
import type { Column, ResourceType } from './resource.ts';

const NAME = { name: 'Name', type: 'string', format: 'name', description: 'Name must be unique within a namespace.', priority: 0 };
const AGE: Column = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };
const TABLE = { kind: 'Table', apiVersion: 'meta.k8s.io/v1' };

/** Whether a client would rather have columns. They are there for the kinds of CustomResourceDefinitions; of Kubernetes' own kinds
 * kubectl shows name and age by itself.
 * @param accept the header
 * @param type the kind */
export function wantsTable(accept: string | undefined, type: ResourceType): boolean {
  return type.custom && (accept ?? '').split(',')[0]?.includes('as=Table') === true;
}

/** Objects as the rows of a table (meta.k8s.io/v1), as `kubectl get` shows them.
 * @param type their kind
 * @param entries the objects
 * @param metadata of the list
 * @param include how much of each object comes with its row: `None`, `Metadata` or `Object` */
export function tableJson(type: ResourceType, entries: readonly Entry[], metadata: object, include: string): string {
  const columns = type.columns ?? [AGE];
  const columnDefinitions = [NAME, ...columns.map(({ name, type: shown, description = '', priority = 0 }) => ({ name, type: shown, format: '', description, priority }))];
  const now = Date.now();
  const rows = entries.map((entry) => {
    const object = objectAs(entry, type);
    const cells = [object.metadata.name, ...columns.map((column) => cell(column, object, now))];
    return { cells, ...objectPart(object, include) };
  });
  return JSON.stringify({ ...TABLE, metadata, columnDefinitions, rows });
}

function objectPart(object: { readonly metadata: object }, include: string): object {
  if (include === 'None') return {};
  return { object: include === 'Object' ? object : { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata } };
}

function cell({ type, jsonPath }: Column, object: unknown, now: number): unknown {
  const value = valueAt(object, jsonPath);
  if (value === undefined || value === null) return type === 'date' ? '<unknown>' : type === 'string' ? '' : null;
  if (type === 'date') return age(now - Date.parse(String(value)));
  return type === 'string' && typeof value === 'object' ? JSON.stringify(value) : value;
}

const STEP = /\.((?:[^.[\\]|\\.)+)|\[(\d+)\]|\[\?\(@\.([\w.]+)\s*==\s*["']([^"']*)["']\)\]/gy;

/** The value at a path such as `.status.conditions[?(@.type=="Ready")].status`; the parts of JSONPath that printer columns use. */
function valueAt(root: unknown, path: string): unknown {
  let at = root;
  for (const [, member, index, key, wanted] of path.matchAll(STEP)) {
    if (member !== undefined) at = isObject(at) ? at[member.replaceAll('\\', '')] : undefined;
    else if (!Array.isArray(at)) return undefined;
    else if (index !== undefined) at = at[Number(index)];
    else at = at.find((each) => isObject(each) && each[key ?? ''] === wanted);
  }
  return at;
}

const UNITS: readonly (readonly [string, number])[] = [['d', 86_400], ['h', 3600], ['m', 60]];

// in the largest unit of which there are two
function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (Number.isNaN(seconds)) return '<invalid>';
  if (seconds < 120) return `${seconds}s`;
  const [name, size] = UNITS.find(([, length]) => seconds >= 2 * length) ?? ['m', 60];
  return `${Math.floor(seconds / size)}${name}`;
}
