import type { Segment } from '@instancetype/conflict';
import { expected } from './expected.ts';
import { KIND_SCHEMAS } from './kind-schemas.ts';
import type { SchemaKind } from './kind-schemas.ts';
import { LIST, MAP, OBJECT, OPEN } from './node.ts';
import type { Member, Node } from './node.ts';
import { step } from './step.ts';

/** What a schema says of one field. */
export interface FieldInfo {
  /** `content` is an object of any fields. */
  readonly holds: 'object' | 'list' | 'map' | 'content' | 'scalar';
  /** The type: KubeVirt's name of an object's type (`DomainSpec`), otherwise a word like `uint32` or `quantity`. */
  readonly type: string;
  /** What it may be, in words: `a whole number from 0 to 100`. */
  readonly expected: string;
  readonly required: boolean;
  /** Of an object: the names of its fields, sorted. */
  readonly fields: readonly string[];
  /** Of a field with a fixed set of values: these. */
  readonly values: readonly string[];
}

/** What the schema of a kind says of a field; for completion in an editor and for tables of fields.
 * @param kind one of the five kinds
 * @param path keys and indexes from the root, `['spec', 'cpu', 'guest']`; the empty path is the whole object
 * @returns undefined where the kind has no such field, or where its schema does not describe it */
export function fieldAt(kind: SchemaKind, path: readonly Segment[]): FieldInfo | undefined {
  const root = KIND_SCHEMAS.get(kind)?.schema();
  let member: Member | undefined = root && { node: root, required: true, tolerant: false };
  for (const segment of path) member = member && step(member.node, segment);
  return member && infoOf(member.node, member.required);
}

function infoOf(type: Node, required: boolean): FieldInfo {
  const fields = [...type.members.keys()];
  return { holds: holds(type), type: type.name, expected: expected(type), required, fields, values: type.values };
}

function holds({ kind }: Node): FieldInfo['holds'] {
  if (kind === OBJECT) return 'object';
  if (kind === LIST) return 'list';
  if (kind === MAP) return 'map';
  return kind === OPEN ? 'content' : 'scalar';
}
