import type { VirtualMachineLike } from '@instancetype/api';
import { applyPatch } from 'rfc6902';
import { describe, expect, test } from 'vitest';
import { restartRequiredPatch } from '../src/index.ts';

const NOW = new Date('2026-05-04T03:02:01.987Z');
const LONG_AGO = '2020-01-01T00:00:00Z';
const READY = { type: 'Ready', status: 'True' };
const required = (message: string, more: object = {}): object => ({ type: 'RestartRequired', status: 'True', message, lastTransitionTime: LONG_AGO, ...more });
const vmWith = (status: unknown): VirtualMachineLike => ({ metadata: { name: 'shop' }, status }) as VirtualMachineLike;

/** The status of a VM once the patch is applied. */
function patched(status: unknown, message: string | undefined): unknown {
  const vm = structuredClone(vmWith(status)) as { status?: unknown };
  const patch = restartRequiredPatch(vmWith(status), message, NOW);
  expect(applyPatch(vm, structuredClone(patch ?? []) as never).filter((error) => error !== null)).toEqual([]);
  return vm.status;
}

describe('the condition RestartRequired', () => {
  test.each([
    [undefined, []],
    [{ printableStatus: 'Running' }, []],
    [{ conditions: null }, []],
    [{ conditions: [] }, []],
    [{ conditions: [READY] }, [READY]],
  ])('is added to %j, at the time, without a reason', (status, before) => {
    expect(patched(status, 'memory')).toEqual({ ...status, conditions: [...before, { type: 'RestartRequired', status: 'True', message: 'memory', lastTransitionTime: '2026-05-04T03:02:01Z' }] });
  });

  test('gets another message and keeps its time; one that was not set gets the time, too', () => {
    expect(patched({ conditions: [READY, required('cpu')] }, 'memory')).toEqual({ conditions: [READY, required('memory')] });
    expect(patched({ conditions: [required('cpu', { status: 'False' })] }, 'cpu')).toEqual({ conditions: [required('cpu', { lastTransitionTime: '2026-05-04T03:02:01Z' })] });
  });

  test('is removed, and nothing beside it', () => {
    expect(patched({ conditions: [READY, required('cpu'), { type: 'Paused' }] }, undefined)).toEqual({ conditions: [READY, { type: 'Paused' }] });
  });

  test('is left where it is as it is to be', () => {
    expect(restartRequiredPatch(vmWith({ conditions: [READY, required('cpu')] }), 'cpu', NOW)).toBeUndefined();
    for (const status of [undefined, null, {}, { conditions: 'none' }, { conditions: [READY, null] }]) expect(restartRequiredPatch(vmWith(status), undefined, NOW)).toBeUndefined();
  });
});
