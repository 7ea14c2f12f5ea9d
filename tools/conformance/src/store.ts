import type { ControllerRevisionLike, ObjectLike, ObjectRef, StatusRef, VirtualMachineLike } from '@instancetype/api';
import { applyToVirtualMachine } from '@instancetype/apply';
import type { Causes, Outcome } from '@instancetype/conflict';
import { storePreferenceSteps } from '@instancetype/preference-store';
import { type LiveObject, runSteps, type StoreClient, storeInstancetypeSteps, type StoreSteps, withReferences } from '@instancetype/store';
import { errorOf } from './error-of.ts';
import type { Case } from './outcome-of.ts';
import { CaseReader } from './reader.ts';

type Reference = Outcome<StatusRef | undefined>;

/** Stores what the case's VM names, the instance type first.
 * @param one a case of operation `store` */
export function storeReferences(one: Case): object {
  const vm = one.vm as VirtualMachineLike;
  const cluster = new CaseCluster(one.objects as readonly ObjectLike[] | undefined);
  const run = (steps: StoreSteps<Reference>): Reference => runSteps(steps, cluster);
  const instancetype = run(storeInstancetypeSteps(vm, conflictsOf));
  if (!instancetype.ok) return { error: errorOf(instancetype.causes), revisions: cluster.revisions };
  const preference = run(storePreferenceSteps(vm));
  if (!preference.ok) return { error: errorOf(preference.causes), revisions: cluster.revisions };
  const stored = withReferences(vm, { instancetypeRef: instancetype.value, preferenceRef: preference.value });
  return { revisions: cluster.revisions, status: stored.status };
}

/** Why a live instance type conflicts with a VM.
 * @param vm the VM
 * @param live the instance type */
function conflictsOf(vm: VirtualMachineLike, { spec, object }: LiveObject): Causes | undefined {
  const applied = applyToVirtualMachine(vm, { instancetype: { spec, object } });
  return applied.ok ? undefined : applied.causes;
}

/** The objects that a case says its cluster holds, with what is written to it. */
class CaseCluster implements StoreClient {
  readonly #reader: CaseReader;
  readonly #revisions = new Map<string, ControllerRevisionLike>();

  constructor(objects: readonly ObjectLike[] = []) {
    this.#reader = new CaseReader(objects);
    for (const object of objects) if (object.kind === 'ControllerRevision') this.#revisions.set(object.metadata?.name ?? '', object);
  }

  /** By name, as the cases list them. */
  get revisions(): readonly ControllerRevisionLike[] {
    return [...this.#revisions].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, revision]) => revision);
  }

  get(ref: ObjectRef): object | undefined {
    return ref.kind === 'ControllerRevision' ? this.#revisions.get(ref.name) : this.#reader.get(ref);
  }

  create(revision: ControllerRevisionLike): object {
    const name = revision.metadata?.name ?? '';
    if (this.#revisions.has(name)) throw Object.assign(new Error(`${name} exists already`), { code: 'already-exists' });
    // what KubeVirt's typed client creates does not say its own type
    const { apiVersion: _apiVersion, kind: _kind, ...untyped } = revision;
    this.#revisions.set(name, untyped);
    return revision;
  }

  update(revision: ControllerRevisionLike): object {
    this.#revisions.set(revision.metadata?.name ?? '', revision);
    return revision;
  }

  delete(revision: ControllerRevisionLike): void {
    this.#revisions.delete(revision.metadata?.name ?? '');
  }

  patchStatus(vm: VirtualMachineLike): VirtualMachineLike {
    return vm;
  }
}
