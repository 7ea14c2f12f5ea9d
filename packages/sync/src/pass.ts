import type { VirtualMachineLike } from '@instancetype/api';
import type { Resolved } from '@instancetype/apply';
import type { Diagnostic } from '@instancetype/conflict';
import type { Cluster } from '@instancetype/defaults';
import type { StoreCall } from '@instancetype/store';
import type { SyncCall } from './calls.ts';

/** What the parts of a pass yield: also what is asked for twice, which is answered from memory. */
export type PassSteps<T> = Generator<StoreCall | SyncCall, T, unknown>;

/** One pass over one VM, as far as it has come. */
export interface Pass<VM extends VirtualMachineLike> {
  /** The VM with what was written to it. */
  vm: VM;
  readonly cluster: Cluster;
  readonly notes: Diagnostic[];
}

/** What was found for a VM. */
export type Found = Pick<Resolved, 'instancetype' | 'preference'>;

/** The VM with the metadata and the status that the cluster answered with; its spec stays (BEHAVIOUR 10.1 step 5).
 * @param vm the VM, its status as it was written
 * @param answer the cluster's answer */
export function withAnswer<VM extends VirtualMachineLike>(vm: VM, answer: unknown): VM {
  if (typeof answer !== 'object' || answer === null) return vm;
  const { metadata, status } = answer as VirtualMachineLike;
  return { ...vm, metadata: metadata ?? vm.metadata, status: status ?? vm.status };
}
