import type { Claim, ObjectName } from '@instancetype/conflict';
import type { World } from '../world/world.ts';
import type { Checked } from './checked.ts';
import { fieldPointer } from './field-pointer.ts';
import type { ClaimOrigin, LocatedClaim } from './finding.ts';

/** The object that was checked, and where its members stand. */
export interface CheckedObject {
  readonly name: ObjectName;
  readonly file: string;
  /** The place of a member, by a JSON pointer into the object. */
  place(pointer: string): { readonly line: number; readonly column: number };
}

/** Finds out where the values of a finding come from.
 * @param checked the finding
 * @param object the object that was checked
 * @param world where the other owners are looked up */
export async function locateClaims(checked: Checked, object: CheckedObject, world: World): Promise<readonly LocatedClaim[]> {
  const located: LocatedClaim[] = [];
  for (const [index, claim] of (checked.diagnostic.claims ?? []).entries()) {
    const isOwn = isSame(claim.owner, object.name);
    // the first claim is about the very place of the finding, which KubeVirt's path may spell differently
    const pointer = index === 0 && isOwn ? (checked.diagnostic.pointer ?? '') : fieldPointer(claim.field);
    const origin = isOwn ? ownOrigin(object, pointer) : await originOf(claim, checked, object, world);
    located.push({ ...claim, origin });
  }
  return located;
}

function ownOrigin(object: CheckedObject, pointer: string): ClaimOrigin {
  const { line, column } = object.place(pointer);
  return { from: 'input', file: object.file, line, column };
}

async function originOf({ owner, field }: Claim, { found }: Checked, { name }: CheckedObject, world: World): Promise<ClaimOrigin> {
  const revision = found?.find((stored) => isSame(stored.object, owner))?.revision;
  const ref = revision === undefined ? owner : { kind: 'ControllerRevision', name: revision, namespace: name.namespace };
  const object = world.lookup(ref);
  if (!object) return { from: 'unknown', revision };
  const place = await world.locate(object, `${revision === undefined ? '' : '/data'}${fieldPointer(field)}`);
  return { from: object.origin.from, file: place?.file, line: place?.line, column: place?.column, revision };
}

function isSame(a: ObjectName, b: ObjectName): boolean {
  return a.kind === b.kind && a.name === b.name && (a.namespace ?? b.namespace) === (b.namespace ?? a.namespace);
}
