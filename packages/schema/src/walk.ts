import { accepts } from './accepts.ts';
import { Findings } from './findings.ts';
import { BOOL, INTEGER, LIST, MAP, OBJECT, OPEN, STRING } from './node.ts';
import type { Node } from './node.ts';
import { exceedsDepth } from './open-content.ts';
import { badScalar, missingFields, outOfRange, repetitions, tooDeep, tooManyItems, wrongType } from './report.ts';
import { unknownField } from './unknown-field.ts';

/** Checks a value and all below it. The types hold no cycle, so that the recursion is as deep as the deepest type, not
 * as the input. Nothing but the path is written until something is wrong.
 * @param findings where the walk stands, and what it found
 * @param type what the value may be
 * @param value neither null nor undefined */
export function check(findings: Findings, type: Node, value: unknown): void {
  switch (type.kind) {
    case STRING:
      if (typeof value !== 'string') wrongType(findings, type, value);
      return;
    case BOOL:
      if (typeof value !== 'boolean') wrongType(findings, type, value);
      return;
    case INTEGER:
      checkInteger(findings, type, value);
      return;
    case OBJECT:
      if (isObject(value)) checkObject(findings, type, value);
      else wrongType(findings, type, value);
      return;
    case LIST:
      if (Array.isArray(value)) checkList(findings, type, value);
      else wrongType(findings, type, value);
      return;
    case MAP:
      if (isObject(value)) checkMap(findings, type.item as Node, value);
      else wrongType(findings, type, value);
      return;
    case OPEN:
      if (!isObject(value)) wrongType(findings, type, value);
      else if (exceedsDepth(value, findings.path.length)) tooDeep(findings);
      return;
    default:
      if (!accepts(type, value)) badScalar(findings, type, value);
  }
}

function checkInteger(findings: Findings, type: Node, value: unknown): void {
  if (!Number.isInteger(value)) wrongType(findings, type, value);
  else if ((value as number) < type.min || (value as number) > type.max) outOfRange(findings, type, value);
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkObject(findings: Findings, type: Node, object: JsonObject): void {
  const { path } = findings;
  const { members } = type;
  let missing = type.required;
  for (const key in object) {
    const value = object[key];
    const member = members.get(key);
    if (member === undefined) {
      checkUnknown(findings, type, object, key);
    } else if (value !== null && value !== undefined) {
      if (member.required) missing--;
      if (member.node.kind === STRING && typeof value === 'string') continue;
      path.push(key);
      if (member.tolerant) findings.tolerant = true;
      check(findings, member.node, value);
      if (member.tolerant) findings.tolerant = false;
      path.pop();
    }
  }
  if (missing > 0) missingFields(findings, type, object);
}

function checkUnknown(findings: Findings, type: Node, object: JsonObject, key: string): void {
  if (object[key] === undefined || !Object.hasOwn(object, key)) return;
  if (!type.open && !findings.tolerant) {
    unknownField(findings, { object, type, key }, fits(findings.root));
  } else if (exceedsDepth(object[key], findings.path.length + 1)) {
    findings.path.push(key);
    tooDeep(findings);
    findings.path.pop();
  }
}

function checkMap(findings: Findings, item: Node, map: JsonObject): void {
  const { path } = findings;
  for (const key in map) {
    const value = map[key];
    if (value === undefined || (item.kind === STRING && typeof value === 'string')) continue;
    path.push(key);
    if (value === null) wrongType(findings, item, value);
    else check(findings, item, value);
    path.pop();
  }
}

function checkList(findings: Findings, type: Node, list: readonly unknown[]): void {
  if (list.length > type.max) tooManyItems(findings, type, list);
  const { path } = findings;
  const item = type.item as Node;
  for (let index = 0; index < list.length; index++) {
    const value = list[index];
    if ((value === null || value === undefined) && type.nullableItems) continue;
    path.push(index);
    if (value === null || value === undefined) wrongType(findings, item, null);
    else check(findings, item, value);
    path.pop();
  }
  if (type.keys !== undefined) repetitions(findings, type.keys, list);
}

const fits =
  (root: Node) =>
  (type: Node, value: unknown): boolean => {
    if (value === null || value === undefined) return true;
    const trial = new Findings(root, 0);
    check(trial, type, value);
    return trial.count === 0;
  };
