import type { Cluster } from '@instancetype/defaults';
import type { DraftOptions } from '@instancetype/draft';

/** How to judge a VM. */
export interface AdmitOptions extends DraftOptions {
  /** The cluster whose defaults are taken; without it KubeVirt's built-in ones. */
  readonly cluster?: Cluster | undefined;
  /** What is judged: `references` (the default), what follows from the VM's instance type and preference; `all`, also the VM's
   * structure before and, after, whether it can be updated while it runs, the limits of Kubernetes, and negative memory. */
  readonly steps?: 'references' | 'all' | undefined;
  /** A VM that names what cannot be found, or is of an unknown kind: accepted with a warning as KubeVirt does (`allow`, the default),
   * or refused. */
  readonly missingObjects?: 'allow' | 'deny' | undefined;
  /** Negative guest memory, with `steps: 'all'`: accepted with a warning (the default) or refused. */
  readonly negativeMemory?: 'warn' | 'deny' | undefined;
  /** A revision named in the spec that another object controls: accepted with a warning (the default) or refused. */
  readonly foreignRevisions?: 'warn' | 'deny' | undefined;
  /** Tells which exceptions, thrown while the instance type or the preference is looked for, are passed over as KubeVirt passes over all of them, with a
   * warning; without it all pass through. */
  readonly ignoresFault?: ((error: unknown) => boolean) | undefined;
}
