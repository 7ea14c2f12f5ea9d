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

/** A field that its object does not have: `schema-unknown-field`, with the field that was meant where there is one near,
 * and a renaming where that is safe.
 * @param findings where the walk stands: at the object
 * @param type the object's type
 * @param object the object
 * @param key the unknown field
 * @param fits may a field of this type have this value? */
export function unknownField(
  findings: Findings,
  type: Node,
  object: JsonObject,
  key: string,
  fits: (type: Node, value: unknown) => boolean,
): void {
  if (!findings.counts()) return;
  const path = [...findings.path, key];
  const meant = suggest(findings.root, findings.path, type, key);
  const advice = meant ? `Did you mean ${printable(meant.text)}?` : knownFields(type);
  const message = `${printable(fieldPath(path))} is not a field that KubeVirt knows. ${advice}`;
  const fix = meant?.rename === undefined ? undefined : renaming(findings, type, object, key, meant.rename, fits);
  findings.list({ code: 'schema-unknown-field', reason: 'FieldValueNotSupported', message, path, fix });
}

function knownFields(type: Node): string {
  const names = [...type.members.keys()];
  if (names.length === 0) return 'Its object has no fields.';
  if (names.length <= FEW) return `Its object has the fields ${names.join(', ')}.`;
  return 'Correct its name or remove it.';
}

function renaming(
  findings: Findings,
  type: Node,
  object: JsonObject,
  key: string,
  name: string,
  fits: (type: Node, value: unknown) => boolean,
): readonly JsonPatchOperation[] | undefined {
  const member = type.members.get(name);
  const target = pointerOf([...findings.path, name]);
  const isSet = Object.hasOwn(object, name) && object[name] !== undefined && object[name] !== null;
  if (member === undefined || isSet || findings.mended.has(target) || !fits(member.node, object[key])) return undefined;
  findings.mended.add(target);
  const source = pointerOf([...findings.path, key]);
  return [
    { op: 'remove', path: source },
    { op: 'add', path: target, value: object[key] },
  ];
}
