import type { ControllerRevisionLike, ObjectLike, ObjectRef, VirtualMachineLike } from '@instancetype/api';
import { type JsonPatchOperation, segmentsOf } from '@instancetype/conflict';
import type { Cluster } from '@instancetype/defaults';
import { runSyncSteps, type SyncClient, type SyncError, syncSteps } from '@instancetype/sync';
import type { Case } from './outcome-of.ts';
import { CaseReader } from './reader.ts';

/** Makes one pass of the VM controller over the case's VM, as far as its references are concerned.
 * @param one a case of operation `sync` */
export function syncVm(one: Case): object {
  const vm = one.vm as VirtualMachineLike;
  const cluster = new SyncCluster(vm, one.objects as readonly ObjectLike[] | undefined);
  const configuration = one.config as Cluster['configuration'];
  const { error } = runSyncSteps(syncSteps(vm, { cluster: { configuration }, condition: 'leave' }), cluster);
  const result = { vm: cluster.vm, revisions: cluster.revisions };
  return error ? { ...result, error: failureOf(error) } : result;
}

// KubeVirt's step gives an expansion's error no reason and no causes: that it is an UnsupportedSyncError is said by its caller
function failureOf({ reason }: SyncError): object {
  return reason === 'UnsupportedSyncError' ? {} : { reason };
}

/** What a case says its cluster holds, and its VM, with what is written to them. */
class SyncCluster implements SyncClient {
  readonly #reader: CaseReader;
  readonly #revisions = new Map<string, ControllerRevisionLike>();
  vm: VirtualMachineLike;

  constructor(vm: VirtualMachineLike, objects: readonly ObjectLike[] = []) {
    this.vm = vm;
    this.#reader = new CaseReader(objects);
    for (const object of objects) if (object.kind === 'ControllerRevision') this.#revisions.set(nameOf(object), object);
  }

  /** By name, as the cases list them. */
  get revisions(): readonly ControllerRevisionLike[] {
    return [...this.#revisions].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, revision]) => revision);
  }

  get(ref: ObjectRef): object | undefined {
    return ref.kind === 'ControllerRevision' ? this.#revisions.get(ref.name) : this.#reader.get(ref);
  }

  create(revision: ControllerRevisionLike): object {
    if (this.#revisions.has(nameOf(revision))) throw Object.assign(new Error('It exists already'), { code: 'already-exists' });
    // what KubeVirt's typed client creates does not say its own type
    const { apiVersion: _apiVersion, kind: _kind, ...untyped } = revision;
    this.#revisions.set(nameOf(revision), untyped);
    return revision;
  }

  delete(revision: ControllerRevisionLike): void {
    this.#revisions.delete(nameOf(revision));
  }

  update(vm: VirtualMachineLike): VirtualMachineLike {
    this.vm = { ...vm, status: this.vm.status };
    return this.vm;
  }

  patchStatus(_vm: VirtualMachineLike, operations: readonly JsonPatchOperation[]): VirtualMachineLike {
    for (const operation of operations) if (operation.op !== 'test') this.vm = changed(this.vm, segmentsOf(operation.path), operation) as VirtualMachineLike;
    return this.vm;
  }
}

function nameOf({ metadata }: ObjectLike): string {
  return metadata?.name ?? '';
}

// a pass adds to the status, and removes from it, whole members
function changed(value: unknown, [key = '', ...rest]: readonly string[], operation: JsonPatchOperation): object {
  const { [key]: member, ...others } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (rest.length > 0) return { ...others, [key]: changed(member, rest, operation) };
  return operation.op === 'remove' ? others : { ...others, [key]: operation.value };
}
