import type { Lookups, VirtualMachineLike } from '@instancetype/api';
import type { Causes } from '@instancetype/conflict';
import type { Draft, TracedOutcome } from '@instancetype/draft';
import { type AsyncInferReader, inferInFamily, inferOutcome, inferOutcomeAsync, type InferOptions, type InferOutcomeOptions, type InferReader } from '@instancetype/infer';

/**
 * Infers the preference of a VM whose matcher says `inferFromVolume`: the volume's claim, DataVolume, DataSource or snapshot
 * carries a label that names it (BEHAVIOUR 9). A VM that asks for nothing comes back as it is.
 * @param vm the VM; not changed
 * @param reader where PersistentVolumeClaims, DataVolumes, DataSources and VolumeSnapshots are looked up
 * @param options how far to follow references, and whether to record a trace
 * @returns the VM with the name and kind that the label gives; or one cause: `inference-volume-not-found`,
 *   `inference-object-not-found`, `inference-source-unnamed`, `inference-other-namespace`, or one of the two that the failure policy `Ignore` covers,
 *   `inference-label-missing` and `inference-unsupported`
 */
export function inferPreference<VM extends VirtualMachineLike>(vm: VM, reader: InferReader, options?: InferOutcomeOptions): TracedOutcome<VM> {
  return inferOutcome(vm, 'preference', reader, options);
}

/** {@link inferPreference} for a reader that may answer later (BEHAVIOUR 9).
 * @param vm the VM; not changed
 * @param reader where objects are looked up; what it rejects with passes through
 * @param options how far to follow references, and whether to record a trace */
export function inferPreferenceAsync<VM extends VirtualMachineLike>(
  vm: VM,
  reader: AsyncInferReader,
  options?: InferOutcomeOptions,
): Promise<TracedOutcome<VM>> {
  return inferOutcomeAsync(vm, 'preference', reader, options);
}

/** Infers the preference within a draft that other rules write, too (BEHAVIOUR 9).
 * @param draft the draft of a VM
 * @param options how far to follow references
 * @returns after its lookups: why not, or undefined */
export function inferPreferenceTo(draft: Draft<VirtualMachineLike>, options?: InferOptions): Lookups<Causes | undefined> {
  return inferInFamily(draft, 'preference', options);
}
