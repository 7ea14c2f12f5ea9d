import type { VirtualMachineLike } from '@instancetype/api';
import { isDeepStrictEqual } from 'node:util';
import type { JsonPatchOperation } from '@instancetype/conflict';

const REFERENCES = ['instancetypeRef', 'preferenceRef'] as const;

/** Whether somebody else has changed a VM between the pass that looked at it and the write of its status: it is of another generation, or a
 * reference of its status is neither what was read nor what was written. Such a VM has not had its pass, also when the cache brings it as it was
 * written; and a pass that went on would work on a spec that is no longer the VM's (RELIABILITY, rows 51, 53 and 54 of its bad inputs).
 * @param read the VM as the pass knows it
 * @param operations what was written to its status
 * @param answer the VM as the cluster has it now */
export function isUnseenChange(read: VirtualMachineLike, operations: readonly JsonPatchOperation[], answer: VirtualMachineLike): boolean {
  if (read.metadata?.generation !== answer.metadata?.generation) return true;
  return REFERENCES.some((member) => !isDeepStrictEqual(sent(expected(read, operations, member)), answer.status?.[member] ?? undefined));
}

// what is undefined is not sent
function sent(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function expected(read: VirtualMachineLike, operations: readonly JsonPatchOperation[], member: (typeof REFERENCES)[number]): unknown {
  const place = `/status/${member}`;
  const written = operations.filter(({ op, path }) => op !== 'test' && (path === place || path.startsWith(`${place}/`)));
  return written.reduce<unknown>((value, { op, path, ...operation }) => replaced(value, path.slice(place.length).split('/').slice(1), op === 'remove' ? undefined : operation), read.status?.[member] ?? undefined);
}

/** A reference with a member written, however deep. */
function replaced(value: unknown, [key, ...rest]: readonly string[], operation: { readonly value?: unknown } | undefined): unknown {
  if (key === undefined) return operation?.value;
  const members = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  return { ...members, [key]: replaced(members[key], rest, operation) };
}
