import { type ControllerRevisionLike, type Family, matcherOf, type Maybe, OBJECT_VERSION_LABEL, type ObjectRef, statusRefOf, VERSION, type VirtualMachineLike } from '@instancetype/api';
import { type Diagnostic, type JsonPatchOperation, type Outcome, showError, showText, success } from '@instancetype/conflict';
import { decodeRevision, revisionName } from '@instancetype/revision';
import { createRevision } from './create-revision.ts';
import { keptForAnother, revisionNotFound } from './problem.ts';
import { preconditions } from './status-patch.ts';
import type { StoreSteps } from './steps.ts';

const FAMILIES: readonly Family[] = ['instancetype', 'preference'];

/** A revision of an old form, and the one of today's form that takes its place. */
interface Upgrade {
  readonly family: Family;
  readonly old: ControllerRevisionLike;
  readonly oldName: string;
  readonly newName: string;
}

/** Replaces the revisions that a VM's status names and that are of an old form (BEHAVIOUR 11): creates new ones, points the status to
 * them with one patch, then deletes the old ones. Cut at any call, a second run completes it; where only the deletion is missing,
 * the old revision stays until its VM goes. A revision that the VM's spec names is left alone (Appendix B4), and one of another object is not
 * deleted.
 * @param vm the VM, with its status; not changed
 * @returns the VM with its new references and the metadata that the cluster answered with; itself where nothing is to be done */
export function* upgradeSteps<VM extends VirtualMachineLike>(vm: VM): StoreSteps<Outcome<VM>> {
  const upgrades: Upgrade[] = [];
  const notes: Diagnostic[] = [];
  for (const family of FAMILIES) {
    const upgrade = yield* upgradeInFamily(vm, family);
    if (!upgrade.ok) return upgrade;
    if (upgrade.value) upgrades.push(upgrade.value);
    notes.push(...upgrade.notes);
  }
  if (upgrades.length === 0) return success(vm, notes);
  const patched = (yield { verb: 'patchStatus', vm, operations: [...preconditions(vm), ...upgrades.flatMap(operationsOf)] }) as Maybe<VirtualMachineLike>;
  // the spec may have come to name one of them meanwhile
  notes.push(...(yield* removeAll(upgrades, patched?.spec ? patched : vm)));
  // of the answer only the metadata is taken over: its resource version is needed for the next write
  return success(upgrades.reduce(withNewName, { ...vm, metadata: patched?.metadata ?? vm.metadata }), notes);
}

function* upgradeInFamily(vm: VirtualMachineLike, family: Family): StoreSteps<Outcome<Upgrade | undefined>> {
  const oldName = storedName(vm, family);
  if (oldName === undefined) return success(undefined);
  const ref: ObjectRef = { kind: 'ControllerRevision', name: oldName, namespace: vm.metadata?.namespace ?? undefined };
  const old = (yield { verb: 'get', ref }) as ControllerRevisionLike | null | undefined;
  if (!old) return revisionNotFound(family, namePointer(family), oldName);
  if (isOfToday(old) || isNamedBySpec(vm, oldName)) return success(undefined);
  const decoded = decodeRevision(old, family);
  if (!decoded.ok) return decoded;
  // only its label is missing
  if (revisionName(vm, decoded.value.object) === oldName) return success(undefined);
  const created = yield* createRevision(vm, family, decoded.value.object, decoded.value.kind);
  return created.ok ? success({ family, old, oldName, newName: created.value }, created.notes) : created;
}

function storedName(vm: VirtualMachineLike, family: Family): string | undefined {
  const name: unknown = statusRefOf(vm, family)?.controllerRevisionRef?.name;
  return matcherOf(vm, family) !== undefined && typeof name === 'string' && name !== '' ? name : undefined;
}

function isOfToday({ metadata }: ControllerRevisionLike): boolean {
  const labels = metadata?.labels;
  return !!labels && Object.hasOwn(labels, OBJECT_VERSION_LABEL) && labels[OBJECT_VERSION_LABEL] === VERSION;
}

function isNamedBySpec(vm: VirtualMachineLike, name: string): boolean {
  return FAMILIES.some((family) => matcherOf(vm, family)?.revisionName === name);
}

function operationsOf({ family, oldName, newName }: Upgrade): JsonPatchOperation[] {
  const path = namePointer(family);
  return [
    { op: 'test', path, value: oldName },
    { op: 'replace', path, value: newName },
  ];
}

function namePointer(family: Family): string {
  return `/status/${family}Ref/controllerRevisionRef/name`;
}

function* removeAll(upgrades: readonly Upgrade[], vm: VirtualMachineLike): StoreSteps<readonly Diagnostic[]> {
  const warnings: Diagnostic[] = [];
  for (const { family, old, oldName } of upgrades) {
    const warning = isNamedBySpec(vm, oldName) ? undefined : (keptForAnother(vm, family, old) ?? (yield* remove(old, oldName)));
    if (warning) warnings.push(warning);
  }
  return warnings;
}

// the VM no longer needs it: that it stays is worth a word and no more
function* remove(revision: ControllerRevisionLike, name: string): StoreSteps<Diagnostic | undefined> {
  try {
    yield { verb: 'delete', revision };
    return undefined;
  } catch (error) {
    const message = `ControllerRevision "${showText(name)}" was replaced by one of today's form and could not be deleted (${showError(error)}): it goes with its VM`;
    return { code: 'revision-not-deleted', severity: 'warning', message };
  }
}

function withNewName<VM extends VirtualMachineLike>(vm: VM, { family, newName }: Upgrade): VM {
  const reference = { ...statusRefOf(vm, family), controllerRevisionRef: { name: newName } };
  return { ...vm, status: { ...vm.status, [family === 'instancetype' ? 'instancetypeRef' : 'preferenceRef']: reference } };
}
