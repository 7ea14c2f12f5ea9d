import { pointerOf } from '@instancetype/conflict';
import type { JsonPatchOperation } from '@instancetype/conflict';
import { fieldPath } from './field-path.ts';
import type { Findings } from './findings.ts';
import type { Node } from './node.ts';
import { printable } from './printable.ts';
import { suggest } from './suggest.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** So few names can be told in full. */
const FEW = 8;

/** An unknown field and where it stands. */
export interface Unknown {
  readonly object: JsonObject;
  /** The object's type. */
  readonly type: Node;
  readonly key: string;
}

/** May a field of a type have a value? */
type Fits = (type: Node, value: unknown) => boolean;

/** A field that its object does not have: `schema-unknown-field`, with the field that was meant where there is one near,
 * and a renaming where that is safe.
 * @param findings where the walk stands: at the object
 * @param unknown the field
 * @param fits may a field of a type have a value? */
export function unknownField(findings: Findings, unknown: Unknown, fits: Fits): void {
  if (!findings.counts()) return;
  const path = [...findings.path, unknown.key];
  const meant = suggest(findings.root, findings.path, unknown.type, unknown.key);
  const advice = meant ? `did you mean ${printable(meant.text)}?` : knownFields(unknown.type);
  const message = `${printable(fieldPath(path))} is not a field that KubeVirt knows: ${advice}`;
  const fix = meant?.rename === undefined ? undefined : renaming(findings, unknown, meant.rename, fits);
  findings.list({ code: 'schema-unknown-field', reason: 'FieldValueNotSupported', message, path, fix });
}

function knownFields(type: Node): string {
  const names = [...type.members.keys()];
  if (names.length === 0) return 'its object has no fields';
  if (names.length <= FEW) return `its object has the fields ${names.join(', ')}`;
  return 'correct its name or remove it';
}

function renaming(findings: Findings, unknown: Unknown, name: string, fits: Fits): readonly JsonPatchOperation[] | undefined {
  const { object, type, key } = unknown;
  const member = type.members.get(name);
  const target = pointerOf([...findings.path, name]);
  const isSet = Object.hasOwn(object, name) && object[name] !== undefined && object[name] !== null;
  if (member === undefined || isSet || !fits(member.node, object[key]) || !findings.mends(target)) return undefined;
  return [
    { op: 'remove', path: pointerOf([...findings.path, key]) },
    { op: 'add', path: target, value: object[key] },
  ];
}
