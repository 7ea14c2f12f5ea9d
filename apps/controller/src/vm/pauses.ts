import { Failures } from '@instancetype/control';

/** How long a VM is left alone over which the cluster refuses something (a quota, a missing right, a namespace that ends), or whose instances
 * fail: twice as long each time. To ask again soon would change nothing (RELIABILITY, row 55 of its bad inputs). */
export function openPauses(): Failures {
  return new Failures({ firstMs: 10_000, longestMs: 1_000_000 });
}
