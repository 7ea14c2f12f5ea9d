import { setMember } from './tree.ts';
import { KUBECTL_STYLE, UnprintableError, type YamlStyle, yamlLines } from './print-yaml.ts';

const FIRST_KEYS = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];
/** What kubectl indents JSON by. */
const JSON_INDENT = 4;

/** Objects as the text that kubectl would print: YAML documents with `---` between them; in JSON the one object, or a List of
 * several. The members `apiVersion`, `kind`, `metadata`, `spec` and `status` of an object come first.
 * @param values plain JSON
 * @param format which text */
export function printManifests(values: readonly unknown[], format: 'yaml' | 'json'): string {
  const ordered = values.map(inReadingOrder);
  if (format === 'yaml') return ordered.map((value) => printDocument(value)).join('---\n');
  const list = { apiVersion: 'v1', kind: 'List', items: ordered };
  return `${JSON.stringify(ordered.length === 1 ? ordered[0] : list, undefined, JSON_INDENT)}\n`;
}

/** One value as a YAML document, with a line end. What YAML text cannot hold (a key of more than 1,000 characters) is
 * printed as JSON, which YAML readers take too.
 * @param value plain JSON
 * @param style the indentation, kubectl's by default */
export function printDocument(value: unknown, style: YamlStyle = KUBECTL_STYLE): string {
  try {
    return `${yamlLines(value, style).join('\n')}\n`;
  } catch (error) {
    if (error instanceof UnprintableError) return `${JSON.stringify(value)}\n`;
    throw error;
  }
}

/** The same object, the members that say what it is first.
 * @param value plain JSON */
function inReadingOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const first = FIRST_KEYS.filter((key) => Object.hasOwn(value, key));
  const rest = Object.keys(value).filter((key) => !FIRST_KEYS.includes(key));
  const ordered: Record<string, unknown> = {};
  for (const key of [...first, ...rest]) setMember(ordered, key, (value as Record<string, unknown>)[key]);
  return ordered;
}
