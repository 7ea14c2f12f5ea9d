import type { MemoryInstancetype } from '@instancetype/api';
import { type Diagnostic, type ObjectName, showValue } from '@instancetype/conflict';
import { claimsOf } from './owned.ts';

const FIELD = 'spec.memory.overcommitPercent';
const POINTER = '/spec/memory/overcommitPercent';

/** The two rules of memory overcommit (BEHAVIOUR 7.2); both are always checked. */
export function checkOvercommit(memory: MemoryInstancetype, owner: ObjectName | undefined): Diagnostic[] {
  const percent: unknown = memory.overcommitPercent;
  if (typeof percent !== 'number' || percent === 0) return [];
  const findings: Diagnostic[] = [];
  if (percent < 0 || percent > 100) findings.push(outOfRange(percent));
  if (memory.hugepages !== undefined && memory.hugepages !== null) findings.push(withHugepages(percent, memory.hugepages, owner));
  return findings;
}

function outOfRange(percent: number): Diagnostic {
  const bound = percent < 0 ? 0 : 100;
  return {
    code: 'overcommit-out-of-range',
    severity: 'error',
    message: `${FIELD} is ${showValue(percent)} and must be from 0 to 100: it is the share of the guest's memory that is not requested`,
    reason: 'FieldValueInvalid',
    field: FIELD,
    pointer: POINTER,
    suggestions: [{ title: `Set ${FIELD} to ${bound}`, patch: [{ op: 'replace', path: POINTER, value: bound }] }],
  };
}

function withHugepages(percent: number, hugepages: unknown, owner: ObjectName | undefined): Diagnostic {
  return {
    code: 'overcommit-with-hugepages',
    severity: 'error',
    message: `${FIELD} (${showValue(percent)}) and spec.memory.hugepages exclude each other, for hugepages are always requested in full: remove one of them`,
    reason: 'FieldValueInvalid',
    field: FIELD,
    pointer: POINTER,
    claims: claimsOf([owner, FIELD, percent], [owner, 'spec.memory.hugepages', hugepages]),
    suggestions: [
      { title: `Remove ${FIELD}`, patch: [{ op: 'remove', path: POINTER }] },
      { title: 'Remove spec.memory.hugepages', patch: [{ op: 'remove', path: '/spec/memory/hugepages' }] },
    ],
  };
}
