import { valueAt } from '@instancetype/conflict';
import { openPauses } from '../vm/pauses.ts';
import type { StoredInstance } from './instances-cache.ts';

const MOST = 10_000;

/** How long a VM is left alone whose instances fail before they have ever run: twice as long each time. Else it would be started over and
 * over. */
export class StartFailures {
  readonly #pauses = openPauses();
  /** By the VM's uid, the instance that failed last, and until when the VM is left alone. */
  readonly #last = new Map<string, { readonly instance: string; readonly until: number }>();

  /** An instance is there.
   * @param vm the VM's uid
   * @param instance as it is now */
  saw(vm: string, instance: StoredInstance): void {
    const uid = instance.metadata?.uid ?? '';
    if (hasRun(instance)) return this.#forget(vm);
    if (valueAt(instance, '/status/phase') !== 'Failed' || this.#last.get(vm)?.instance === uid) return;
    if (this.#last.size >= MOST) this.#forget(this.#last.keys().next().value ?? '');
    this.#last.set(vm, { instance: uid, until: performance.now() + this.#pauses.add(vm) });
  }

  /** How much longer a VM is left alone, in ms; 0 where it may be started.
   * @param vm the VM's uid */
  leftMs(vm: string): number {
    return Math.max(0, (this.#last.get(vm)?.until ?? 0) - performance.now());
  }

  #forget(vm: string): void {
    this.#last.delete(vm);
    this.#pauses.forget(vm);
  }
}

function hasRun(instance: StoredInstance): boolean {
  const since = valueAt(instance, '/status/phaseTransitionTimestamps');
  return valueAt(instance, '/status/phase') === 'Running' || (Array.isArray(since) && since.some((each) => valueAt(each, '/phase') === 'Running'));
}
