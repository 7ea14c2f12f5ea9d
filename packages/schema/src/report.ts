import type { Segment } from '@instancetype/conflict';
import { pointerOf } from '@instancetype/conflict';
import { expected } from './expected.ts';
import { fieldPath } from './field-path.ts';
import type { Findings } from './findings.ts';
import { hint, unquoted } from './hints.ts';
import { BOOL, ENUM, INT_OR_STRING, QUANTITY, TRUE } from './node.ts';
import type { Node } from './node.ts';
import { MAX_DEPTH } from './open-content.ts';
import { described, printable } from './printable.ts';
import { repeated } from './repetitions.ts';

const placeOf = (path: readonly Segment[]): string => (path.length === 0 ? 'The manifest' : printable(fieldPath(path)));

/** A value of another kind than its field's: `schema-wrong-type`. */
export function wrongType(findings: Findings, type: Node, value: unknown): void {
  if (!findings.counts()) return;
  const message = `${placeOf(findings.path)} must be ${expected(type)}, but is ${described(value)}${hint(type, value)}`;
  const plain = unquoted(type, value);
  const fix = plain === undefined ? undefined : [{ op: 'replace' as const, path: pointerOf(findings.path), value: plain }];
  findings.list({ code: 'schema-wrong-type', reason: 'FieldValueInvalid', message, fix });
}

/** A number below or above what its field holds: `schema-out-of-range`. */
export function outOfRange(findings: Findings, type: Node, value: unknown): void {
  if (!findings.counts()) return;
  const message = `${placeOf(findings.path)} must be ${expected(type)}, but is ${described(value)}`;
  findings.list({ code: 'schema-out-of-range', reason: 'FieldValueInvalid', message });
}

/** A value that one of the rarer scalars does not allow: `schema-bad-quantity`, `schema-not-allowed` or one of those above. */
export function badScalar(findings: Findings, type: Node, value: unknown): void {
  const takesNumbers = type.kind === QUANTITY || type.kind === INT_OR_STRING;
  if (takesNumbers && Number.isInteger(value)) return outOfRange(findings, type, value);
  const isText = typeof value === 'string';
  const isOfKind = type.kind === TRUE ? typeof value === 'boolean' : isText;
  if (!isOfKind || type.kind === BOOL) return wrongType(findings, type, value);
  if (!findings.counts()) return;
  const message = `${placeOf(findings.path)} must be ${expected(type)}, but is ${described(value)}${hint(type, value)}`;
  findings.list({
    code: type.kind === QUANTITY ? 'schema-bad-quantity' : 'schema-not-allowed',
    reason: type.kind === ENUM ? 'FieldValueNotSupported' : 'FieldValueInvalid',
    message,
  });
}

/** Required fields that are absent or null: `schema-missing-field` each. */
export function missingFields(findings: Findings, type: Node, object: Readonly<Record<string, unknown>>): void {
  for (const [name, { required, node }] of type.members) {
    const value = object[name];
    if (!required || (value !== undefined && value !== null) || !findings.counts()) continue;
    const path = [...findings.path, name];
    const how = value === null ? 'is null' : 'is missing';
    const message = `${placeOf(path)} ${how}: it is required and must be ${expected(node)}`;
    findings.list({ code: 'schema-missing-field', reason: 'FieldValueRequired', message, path });
  }
}

/** A list with more items than it may have: `schema-too-many-items`. */
export function tooManyItems(findings: Findings, type: Node, list: readonly unknown[]): void {
  if (!findings.counts()) return;
  const message = `${placeOf(findings.path)} must have at most ${type.max} items, but has ${list.length}`;
  findings.list({ code: 'schema-too-many-items', reason: 'FieldValueInvalid', message });
}

/** Items that must differ and do not: `schema-duplicate` for each but the first of its kind. */
export function repetitions(findings: Findings, keys: readonly string[], list: readonly unknown[]): void {
  for (const index of repeated(keys, list)) {
    if (!findings.counts()) continue;
    const path = [...findings.path, index];
    const what = keys.length === 0 ? `${described(list[index])} of` : `the ${keys.join(' and ')} of`;
    const message = `${placeOf(path)} repeats ${what} an earlier item of the list`;
    findings.list({ code: 'schema-duplicate', reason: 'FieldValueInvalid', message, path });
  }
}

/** Content without a type that nests too deep: `schema-too-deep`. */
export function tooDeep(findings: Findings): void {
  if (!findings.counts()) return;
  const message = `${placeOf(findings.path)} nests deeper than ${MAX_DEPTH} levels, counted from the manifest`;
  findings.list({ code: 'schema-too-deep', reason: 'FieldValueInvalid', message });
}
