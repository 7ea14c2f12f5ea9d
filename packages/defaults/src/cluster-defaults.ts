import type { ObjectLike } from '@instancetype/api';
import { objectName } from '@instancetype/conflict';
import { clusterOf } from './cluster-of.ts';
import type { Cluster } from './configuration.ts';

const BUILT_IN: Cluster = {};

/** The defaults of a cluster that is being watched, as its KubeVirt object says. One that cannot be used leaves the last that could in
 * place (BEHAVIOUR 1.8). */
export class ClusterDefaults {
  #current: Cluster = BUILT_IN;
  /** Why the object as it is now is not used. */
  problem: string | undefined;
  readonly #onProblem: (problem: string) => void;

  /** @param onProblem is told why an object is not used */
  constructor(onProblem: (problem: string) => void) {
    this.#onProblem = onProblem;
  }

  /** What counts now. */
  get current(): Cluster {
    return this.#current;
  }

  /** Takes what there is now. A cluster has one KubeVirt object; of several the first by name counts.
   * @param objects all of them */
  take(objects: readonly ObjectLike[]): void {
    const [first] = objects.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
    const read = first === undefined ? undefined : clusterOf(first);
    if (read?.ok === false) {
      const { namespace, name } = objectName(first as ObjectLike, 'KubeVirt');
      this.problem = `KubeVirt ${namespace ?? ''}/${name}: ${read.causes.map(({ message }) => message).join('; ')}`;
      this.#onProblem(this.problem);
      return;
    }
    this.problem = undefined;
    this.#current = read?.value ?? BUILT_IN;
  }
}

function placeOf({ metadata }: ObjectLike): string {
  return `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}
