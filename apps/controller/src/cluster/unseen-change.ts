import type { VirtualMachineLike } from '@instancetype/api';
import { type JsonPatchOperation, valueAt } from '@instancetype/conflict';

const REFERENCES = ['instancetypeRef', 'preferenceRef'] as const;
/** What a reference says, whatever else stands in it. */
const TELLING = ['/kind', '/name', '/controllerRevisionRef/name'];

/** Whether somebody else has changed a VM between the pass that looked at it and the write of its status: it is of another generation, or a
 * reference of its status is neither what was read nor what was written. Such a VM has not had its pass, also when the cache brings it as it was
 * written; and a pass that goes on works on a spec that is no longer the VM's (RELIABILITY, rows 51, 53 and 54 of its bad inputs).
 * @param read the VM as the pass knows it
 * @param operations what was written to its status
 * @param answer the VM as the cluster has it now */
export function isUnseenChange(read: VirtualMachineLike, operations: readonly JsonPatchOperation[], answer: VirtualMachineLike): boolean {
  if (read.metadata?.generation !== answer.metadata?.generation) return true;
  return REFERENCES.some((member) => {
    const [before, now] = [read.status?.[member] ?? undefined, answer.status?.[member] ?? undefined];
    // a cluster that does not keep what was written has not been changed by anybody
    return !saysTheSame(now, before) && !saysTheSame(now, written(before, operations, `/status/${member}`));
  });
}

function written(before: unknown, operations: readonly JsonPatchOperation[], place: string): unknown {
  const own = operations.filter(({ op, path }) => op !== 'test' && (path === place || path.startsWith(`${place}/`)));
  return own.reduce<unknown>((value, { op, path, ...operation }) => replaced(value, path.slice(place.length).split('/').slice(1), op === 'remove' ? undefined : operation), before);
}

/** A reference with a member written, however deep. */
function replaced(value: unknown, [key, ...rest]: readonly string[], operation: { readonly value?: unknown } | undefined): unknown {
  if (key === undefined) return operation?.value;
  const members = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  return { ...members, [key]: replaced(members[key], rest, operation) };
}

function saysTheSame(one: unknown, other: unknown): boolean {
  return (one === undefined) === (other === undefined) && TELLING.every((path) => (valueAt(one, path) ?? '') === (valueAt(other, path) ?? ''));
}
