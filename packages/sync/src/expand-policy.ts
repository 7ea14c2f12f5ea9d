import { type ControllerRevisionLike, type Family, statusRefOf, type VirtualMachineLike } from '@instancetype/api';
import { type Diagnostic, failure, type Outcome, showText, success } from '@instancetype/conflict';
import { expandWith } from '@instancetype/expand';
import { keptForAnother } from '@instancetype/store';
import { attempt, STAGES, type Stopped } from './attempt.ts';
import { hasCode } from './fault.ts';
import { guardsOf } from './guards.ts';
import { type Found, type Pass, type PassSteps, withAnswer } from './pass.ts';

const FAMILIES: readonly Family[] = ['instancetype', 'preference'];

/** Whether the status refers to a stored revision, which keeps the policy `expand` from expanding the VM: one blocks both, and only the
 * status counts (BEHAVIOUR 15.2 step 1, Q35).
 * @param vm the VM */
export function isStoredVm(vm: VirtualMachineLike): boolean {
  return FAMILIES.some((family) => storedName(vm, family) !== undefined);
}

/** Makes the VM a flat one, in the cluster too (BEHAVIOUR 15.2 steps 2 and 3).
 * @param pass the pass; its VM becomes what was written
 * @param found what applies to the VM */
export function* expandVm<VM extends VirtualMachineLike>(pass: Pass<VM>, found: Found): PassSteps<Stopped | undefined> {
  const { vm } = pass;
  const replaced = yield* attempt(pass, STAGES.expand, replaceVm(pass, found));
  if (!replaced.ok) return replaced;
  return yield* dropReferences(pass, vm, { mayBeGone: false });
}

/** What is known of the revisions that are to be deleted. */
export interface Removal {
  /** Whether an earlier pass may have deleted some of them. */
  readonly mayBeGone: boolean;
}

/** Completes an expansion that was cut off after the VM was replaced: no matcher is left, and the status still refers to what was stored.
 * @param pass the pass; its VM loses the references
 * @param before the VM with the references, whose revisions are no longer needed
 * @param removal whether they are all there still */
export function* dropReferences<VM extends VirtualMachineLike>(pass: Pass<VM>, before: VirtualMachineLike, removal: Removal): PassSteps<Stopped | undefined> {
  const dropped = yield* attempt(pass, STAGES.expand, dropFromStatus(pass));
  if (!dropped.ok) return dropped;
  // the instance type's first; where that fails the other one stays too
  for (const family of FAMILIES) {
    const removed = yield* attempt(pass, STAGES.remove, removeRevision(before, family, removal));
    if (!removed.ok) return removed;
  }
  return undefined;
}

function* replaceVm<VM extends VirtualMachineLike>(pass: Pass<VM>, found: Found): PassSteps<Outcome<void>> {
  const expanded = expandWith(pass.vm, found, { cluster: pass.cluster });
  if (!expanded.ok) return expanded;
  const answer = yield { verb: 'update', vm: expanded.value };
  // its status is what it was, whatever the answer makes of it: that is written apart
  const { status } = pass.vm;
  pass.vm = { ...(isVm(answer) ? (answer as VM) : expanded.value), status };
  return success(undefined, expanded.notes);
}

function* dropFromStatus<VM extends VirtualMachineLike>(pass: Pass<VM>): PassSteps<Outcome<void>> {
  const { vm } = pass;
  const members = FAMILIES.filter((family) => statusRefOf(vm, family) !== undefined).map((family) => `${family}Ref`);
  if (members.length === 0) return success(undefined);
  const operations = [...guardsOf(vm), ...members.map((member) => ({ op: 'remove', path: `/status/${member}` }) as const)];
  const answer = yield { verb: 'patchStatus', vm, operations };
  const status = Object.fromEntries(Object.entries(vm.status ?? {}).filter(([key]) => !members.includes(key)));
  pass.vm = withAnswer({ ...vm, status }, answer);
  return success(undefined);
}

function* removeRevision(before: VirtualMachineLike, family: Family, { mayBeGone }: Removal): PassSteps<Outcome<void>> {
  const name = storedName(before, family);
  if (name === undefined) return success(undefined);
  const ref = { kind: 'ControllerRevision', name, namespace: before.metadata?.namespace ?? undefined };
  // KubeVirt deletes without looking, and is told where there is none
  const revision = (yield { verb: 'get', ref }) as ControllerRevisionLike | null | undefined;
  if (!revision) return mayBeGone ? success(undefined) : failure(removedAlready(name, family));
  // a status can name any revision: that of another VM must outlive this one's
  const foreign = keptForAnother(before, family, revision);
  if (foreign) return success(undefined, [foreign]);
  try {
    yield { verb: 'delete', revision };
  } catch (error) {
    // it is gone, or another one of its name, which is not the VM's
    if (!hasCode(error, 'not-found', 'conflict')) throw error;
  }
  return success(undefined);
}

function removedAlready(name: string, family: Family): Diagnostic {
  const message = `ControllerRevision "${showText(name)}", which status.${family}Ref named, was to be deleted and does not exist; the VM is expanded all the same, and needs it no more`;
  return { code: 'revision-deleted-already', severity: 'error', message, pointer: `/status/${family}Ref/controllerRevisionRef/name` };
}

function storedName(vm: VirtualMachineLike, family: Family): string | undefined {
  const name: unknown = statusRefOf(vm, family)?.controllerRevisionRef?.name;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

function isVm(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'spec' in answer;
}
