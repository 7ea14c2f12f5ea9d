import type { Lookups, VirtualMachineLike } from '@instancetype/api';
import type { Causes } from '@instancetype/conflict';
import type { Draft, TracedOutcome } from '@instancetype/draft';
import { inferInFamily } from './infer-in-family.ts';
import { type AsyncInferReader, inferOutcome, inferOutcomeAsync, type InferOutcomeOptions, type InferReader } from './infer-outcome.ts';
import type { InferOptions } from './inference.ts';

/**
 * Infers the instance type of a VM whose matcher says `inferFromVolume`: the volume's claim, DataVolume, DataSource or snapshot
 * carries a label that names it (BEHAVIOUR 9). A VM that asks for nothing comes back as it is.
 * @param vm the VM; not changed
 * @param reader where PersistentVolumeClaims, DataVolumes, DataSources and VolumeSnapshots are looked up
 * @param options how far to follow references, and whether to record a trace
 * @returns the VM with the name and kind that the label gives; or one cause: `inference-volume-not-found`,
 *   `inference-object-not-found`, `inference-source-unnamed`, `inference-other-namespace`, or one of the two that the failure policy `Ignore` covers,
 *   `inference-label-missing` and `inference-unsupported`. With `Ignore`, success removes `domain.memory`
 */
export function inferInstancetype<VM extends VirtualMachineLike>(vm: VM, reader: InferReader, options?: InferOutcomeOptions): TracedOutcome<VM> {
  return inferOutcome(vm, 'instancetype', reader, options);
}

/** {@link inferInstancetype} for a reader that may answer later (BEHAVIOUR 9).
 * @param vm the VM; not changed
 * @param reader where objects are looked up; what it rejects with passes through
 * @param options how far to follow references, and whether to record a trace */
export function inferInstancetypeAsync<VM extends VirtualMachineLike>(
  vm: VM,
  reader: AsyncInferReader,
  options?: InferOutcomeOptions,
): Promise<TracedOutcome<VM>> {
  return inferOutcomeAsync(vm, 'instancetype', reader, options);
}

/** Infers the instance type within a draft that other rules write, too (BEHAVIOUR 9).
 * @param draft the draft of a VM
 * @param options how far to follow references
 * @returns after its lookups: why not, or undefined */
export function inferInstancetypeTo(draft: Draft<VirtualMachineLike>, options?: InferOptions): Lookups<Causes | undefined> {
  return inferInFamily(draft, 'instancetype', options);
}
