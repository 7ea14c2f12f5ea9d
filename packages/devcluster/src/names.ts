import { randomInt } from 'node:crypto';
import type { ResourceType } from './resource.ts';

const LABEL = String.raw`[a-z0-9]([-a-z0-9]*[a-z0-9])?`;
const SUBDOMAIN = String.raw`${LABEL}(\.${LABEL})*`;
const IS_LABEL = new RegExp(`^${LABEL}$`);
// linear, as the longer expression would not be
const IS_SUBDOMAIN = (name: string): boolean => name.split('.').every((part) => IS_LABEL.test(part));
const NOT_LABEL = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${LABEL}')`;
const NOT_SUBDOMAIN = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${SUBDOMAIN}')`;
const LABEL_KINDS: readonly string[] = ['Namespace', 'Service'];
const SUFFIX_LENGTH = 5;
const SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
const LONGEST_GENERATED = 63;

/** What is wrong with an object's name.
 * @param type the object's
 * @param name the name */
export function nameFaults(type: ResourceType, name: string): string[] {
  if (type.group === 'rbac.authorization.k8s.io') return pathFaults(name);
  const isLabel = LABEL_KINDS.includes(type.kind);
  const longest = isLabel ? 63 : 253;
  if (isLabel && name.includes('.')) return ['must not contain dots'];
  const isRight = isLabel ? IS_LABEL.test(name) : IS_SUBDOMAIN(name);
  return [...(name.length > longest ? [`must be no more than ${longest} characters`] : []), ...(isRight ? [] : [isLabel ? NOT_LABEL : NOT_SUBDOMAIN])];
}

function pathFaults(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((each) => name.includes(each)).map((each) => `may not contain '${each}'`);
}

/** A name that nobody has chosen.
 * @param base what it begins with */
export function generatedName(base: string): string {
  const suffix = Array.from({ length: SUFFIX_LENGTH }, () => SUFFIX_LETTERS[randomInt(SUFFIX_LETTERS.length)]).join('');
  return `${base.slice(0, LONGEST_GENERATED - SUFFIX_LENGTH)}${suffix}`;
}

const QUALIFIED = String.raw`([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]`;
const IS_QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const VALUE = String.raw`(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?`;

/** What is wrong with the key of a label or annotation.
 * @param key the key */
export function keyFaults(key: string): string[] {
  const parts = key.split('/');
  const name = parts.at(-1) ?? '';
  if (parts.length > 2) return [`a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${QUALIFIED}') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  const prefix = parts.length === 2 ? prefixFaults(parts[0] ?? '') : [];
  if (name === '') return [...prefix, 'name part must be non-empty'];
  const long = name.length > 63 ? ['name part must be no more than 63 bytes'] : [];
  const shape = IS_QUALIFIED.test(name) ? [] : [`name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${QUALIFIED}')`];
  return [...prefix, ...long, ...shape];
}

function prefixFaults(prefix: string): string[] {
  if (prefix === '') return ['prefix part must be non-empty'];
  return IS_SUBDOMAIN(prefix) ? [] : [`prefix part ${NOT_SUBDOMAIN}`];
}

/** What is wrong with the value of a label.
 * @param value the value */
export function labelFaults(value: string): string[] {
  if (value === '') return [];
  const shape = IS_QUALIFIED.test(value) ? [] : [`a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '${VALUE}')`];
  return [...(value.length > 63 ? ['must be no more than 63 bytes'] : []), ...shape];
}
