import { admitObject } from './admit-object.ts';
import { inferMatchers } from './infer.ts';
import { quantities } from './quantities.ts';
import { storeReferences } from './store.ts';
import { syncVm } from './sync.ts';
import { admitVirtualMachine, applyToVmi, expandVirtualMachine, mutateVirtualMachine } from './virtual-machine.ts';

/** One conformance case; what else it has depends on the operation. */
export interface Case {
  readonly id: string;
  readonly op: string;
  readonly [input: string]: unknown;
}

const OPERATIONS: Readonly<Record<string, (one: Case) => unknown>> = {
  quantity: quantities,
  expand: expandVirtualMachine,
  admit: admitVirtualMachine,
  admitInstancetype: (one) => admitObject(one, 'instancetype'),
  admitPreference: (one) => admitObject(one, 'preference'),
  applyToVMI: applyToVmi,
  infer: inferMatchers,
  mutate: mutateVirtualMachine,
  store: storeReferences,
  sync: syncVm,
};

/** The names of the operations that are answered. */
export const SUPPORTED: readonly string[] = Object.keys(OPERATIONS);

/** The result of one case.
 * @param one the case */
export function outcomeOf(one: Case): unknown {
  const operation = Object.hasOwn(OPERATIONS, one.op) ? OPERATIONS[one.op] : undefined;
  return operation ? operation(one) : { error: { unsupported: true } };
}
