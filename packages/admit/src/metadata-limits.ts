import type { TemplateLike } from '@instancetype/api';
import { type Diagnostic, escapeSegment, showText } from '@instancetype/conflict';

const MAX_TOTAL = 256 * 1024;
const MAX_PREFIX = 253;
const MAX_NAME = 63;
/** So many keys are told; a map of thousands has one mistake, repeated. */
const MAX_TOLD = 10;

/** Kubernetes' rules for annotations, which the pods of a VM are refused by: qualified names as keys, 256 KiB in all.
 * @param annotations anything; what is no object of texts is for the schema
 * @param field where they stand */
export function checkAnnotations(annotations: unknown, field: string): readonly Diagnostic[] {
  const entries = entriesOf(annotations);
  const badKeys = entries.filter(([key]) => !isQualifiedName(key.toLowerCase())).slice(0, MAX_TOLD).map(([key]) => badKey('annotation', key, field));
  const total = entries.reduce((sum, [key, value]) => sum + bytesOf(key) + (typeof value === 'string' ? bytesOf(value) : 0), 0);
  if (total <= MAX_TOTAL) return badKeys;
  const message = `${field} has ${total} bytes of keys and values, and Kubernetes takes ${MAX_TOTAL}: keep large texts elsewhere`;
  return [...badKeys, problem('annotations-too-large', message, field)];
}

/** Kubernetes' rules for labels: qualified names as keys, short plain values.
 * @param labels anything; what is no object of texts is for the schema
 * @param field where they stand */
function checkLabels(labels: unknown, field: string): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [key, value] of entriesOf(labels)) {
    if (!isQualifiedName(key)) found.push(badKey('label', key, field));
    if (typeof value === 'string' && value !== '' && !isPlainName(value)) {
      const message = `The label ${showText(key)} of ${field} has the value "${showText(value)}", and Kubernetes takes at most ${MAX_NAME} letters, digits, "-", "_" and ".", the first and the last a letter or a digit: correct it`;
      found.push(problem('label-value-invalid', message, field, key));
    }
    if (found.length >= MAX_TOLD) break;
  }
  return found;
}

/** Both, of a VM's template.
 * @param template the template with all that its instance type and preference add */
export function checkTemplateMetadata(template: TemplateLike | undefined): readonly Diagnostic[] {
  const { labels, annotations } = template?.metadata ?? {};
  return [...checkLabels(labels, 'spec.template.metadata.labels'), ...checkAnnotations(annotations, 'spec.template.metadata.annotations')];
}

function entriesOf(map: unknown): readonly (readonly [string, unknown])[] {
  return typeof map === 'object' && map !== null && !Array.isArray(map) ? Object.entries(map) : [];
}

const BAD_KEY = { annotation: 'annotation-key-invalid', label: 'label-key-invalid' } as const;

function badKey(what: keyof typeof BAD_KEY, key: string, field: string): Diagnostic {
  const message = `The ${what} key "${showText(key)}" of ${field} is none that Kubernetes takes: write a name of at most ${MAX_NAME} letters, digits, "-", "_" and ".", with a domain and "/" before it or not`;
  return problem(BAD_KEY[what], message, field, key);
}

function problem(code: string, message: string, field: string, key?: string): Diagnostic {
  const pointer = `/${field.replaceAll('.', '/')}${key === undefined ? '' : `/${escapeSegment(key)}`}`;
  return { code, severity: 'error', message, reason: 'FieldValueInvalid', field, pointer };
}

/** `name` or `domain/name`. */
function isQualifiedName(key: string): boolean {
  const slash = key.indexOf('/');
  if (slash === -1) return isPlainName(key);
  return isDomain(key.slice(0, slash)) && isPlainName(key.slice(slash + 1));
}

function isPlainName(text: string): boolean {
  if (text.length === 0 || text.length > MAX_NAME) return false;
  return /^[A-Za-z0-9]$|^[A-Za-z0-9][-A-Za-z0-9_.]*[A-Za-z0-9]$/.test(text);
}

function isDomain(text: string): boolean {
  return text.length <= MAX_PREFIX && text.split('.').every((part) => /^[a-z0-9]$|^[a-z0-9][-a-z0-9]*[a-z0-9]$/.test(part));
}

/** Length in UTF-8, which is what Kubernetes counts. */
function bytesOf(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // a pair of surrogates is two units and four bytes
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
