import { type Family, type Lookups, lookUp, lookUpAsync, type ObjectRef, type VirtualMachineLike } from '@instancetype/api';
import { type Diagnostic, objectName, showObject, showValue } from '@instancetype/conflict';
import { type DraftOptions, openDraft, type TracedOutcome } from '@instancetype/draft';
import type { InferOptions } from './inference.ts';
import { inferInFamily } from './infer-in-family.ts';

/** How to infer, and whether to record a trace. */
export interface InferOutcomeOptions extends InferOptions, DraftOptions {}

/** What is looked up is already at hand: a cache, a list of manifests. */
export interface InferReader {
  /** The object, or nothing where there is none. What it throws passes through.
   * @param ref a PersistentVolumeClaim, DataVolume, DataSource or VolumeSnapshot */
  get(ref: ObjectRef): object | null | undefined;
}

/** What is looked up may have to be fetched. */
export interface AsyncInferReader {
  /** The object, or nothing where there is none. What it throws or rejects with passes through.
   * @param ref a PersistentVolumeClaim, DataVolume, DataSource or VolumeSnapshot */
  get(ref: ObjectRef): PromiseLike<object | null | undefined> | object | null | undefined;
}

/** Infers one matcher of a VM (BEHAVIOUR 9); what `inferInstancetype` and `inferPreference` are made of.
 * @param vm the VM; not changed
 * @param family which matcher
 * @param reader where volumes and their sources are looked up
 * @param options how to infer */
export function inferOutcome<VM extends VirtualMachineLike>(vm: VM, family: Family, reader: InferReader, options?: InferOutcomeOptions): TracedOutcome<VM> {
  return lookUp(inferred(vm, family, options), reader);
}

/** {@link inferOutcome} for a reader that may answer later.
 * @param vm the VM; not changed
 * @param family which matcher
 * @param reader where volumes and their sources are looked up
 * @param options how to infer */
export function inferOutcomeAsync<VM extends VirtualMachineLike>(
  vm: VM,
  family: Family,
  reader: AsyncInferReader,
  options?: InferOutcomeOptions,
): Promise<TracedOutcome<VM>> {
  return lookUpAsync(inferred(vm, family, options), reader);
}

function* inferred<VM extends VirtualMachineLike>(vm: VM, family: Family, options?: InferOutcomeOptions): Lookups<TracedOutcome<VM>> {
  const draft = openDraft<VirtualMachineLike>(vm, options);
  const causes = yield* inferInFamily(draft, family, options);
  if (causes) return { ok: false, causes };
  const [misfit] = draft.misfits;
  if (misfit) return { ok: false, causes: [wrongType(vm, misfit.pointer, misfit.actual)] };
  return { ok: true, value: (draft.value ?? vm) as VM, notes: [], trace: draft.trace };
}

function wrongType(vm: VirtualMachineLike, pointer: string, actual: unknown): Diagnostic {
  const field = pointer.slice(1).replaceAll('/', '.');
  const message = `${field} of ${showObject(objectName(vm, 'VirtualMachine'))} is ${showValue(actual)} and must be an object`;
  return { code: 'wrong-type', severity: 'error', reason: 'FieldValueInvalid', field, pointer, message };
}
