import type { VirtualMachineLike } from '@instancetype/api';
import type { Cluster } from '@instancetype/defaults';
import type { DraftOptions } from '@instancetype/draft';
import type { InferOptions } from '@instancetype/infer';

/** How to mutate. */
export interface MutateOptions extends DraftOptions, InferOptions {
  /** What is being done to the VM; `CREATE` unless it is told. */
  readonly operation?: 'CREATE' | 'UPDATE' | undefined;
  /** The VM as it is stored, for an update: its matchers are compared. */
  readonly oldVm?: VirtualMachineLike | undefined;
  /** The cluster whose defaults are taken; without it KubeVirt's built-in ones. */
  readonly cluster?: Cluster | undefined;
  /** Gives a fresh random UUID with each call, for the firmware of a new VM; without it the firmware is left alone. */
  readonly uuid?: (() => string) | undefined;
  /** Which steps: `all`, or only those that follow from the VM's `references` to an instance type and a preference. */
  readonly steps?: 'all' | 'references' | undefined;
  /** Tells which exceptions, thrown while the preference is looked for, are passed over as KubeVirt passes over all of them, with a
   * warning; without it all pass through. */
  readonly ignoresFault?: ((error: unknown) => boolean) | undefined;
  /** Whether a matcher stays as it is, with a warning, where what it is to be inferred from does not exist yet: a controller then infers it
   * when that appears. KubeVirt refuses such a VM, and so it is without this option. */
  readonly lateInference?: boolean | undefined;
}
