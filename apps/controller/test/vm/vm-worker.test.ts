import { openOwnWrites } from '@instancetype/control';
import { type ApiObject, ApiError } from '@instancetype/kube';
import { describe, expect, test } from 'vitest';
import type { StepOutcome } from '../../src/index.ts';
import { OwnEchoes } from '../../src/vm/own-echoes.ts';
import type { StoredVm } from '../../src/vm/project-vm.ts';
import { takeVm } from '../../src/vm/take-change.ts';
import { type PassRecord, VmWorker } from '../../src/vm/vm-worker.ts';
import { Waits } from '../../src/vm/waits.ts';
import { vm as vmOf } from '../support/objects.ts';

const KEY = 'default/web';
const NEVER = new AbortController().signal;

const vmAt = (resourceVersion: string): StoredVm => ({ ...vmOf('web'), metadata: { name: 'web', namespace: 'default', uid: 'u', resourceVersion } }) as StoredVm;

/** A worker over one VM, with a step of the test's own. */
function workerWith(step: (vm: StoredVm, patch: () => Promise<unknown>) => Promise<Partial<StepOutcome>>) {
  let [cached, live]: [StoredVm | undefined, StoredVm | undefined] = [vmAt('1'), vmAt('1')];
  let [mayWrite, answer]: [boolean, () => ApiObject] = [true, () => ({ ...vmAt('2') })];
  const asked: string[] = [];
  const added: string[] = [];
  const passes: PassRecord[] = [];
  let reached = '1';
  const vmWrites = openOwnWrites({ reached: () => reached });
  const echoes = new OwnEchoes(vmWrites);
  const refuse = (): never => {
    throw new TypeError('this is not asked for here');
  };
  const api = {
    get: async () => (asked.push('get'), live ?? Promise.reject(new ApiError('not-found', 'there is none'))),
    patch: async () => (asked.push('patch'), answer()),
    ...{ list: refuse, listEach: refuse, create: refuse, update: refuse, delete: refuse, watch: refuse },
  };
  const feature = {
    name: 'test',
    reasons: ['Own'],
    step: async (vm: unknown, { client }: { client: { patchStatus(vm: never, operations: never): Promise<unknown> } }): Promise<StepOutcome> => {
      const patch = (): Promise<unknown> => client.patchStatus(vm as never, [{ op: 'test', path: '/metadata/uid', value: 'u' }] as never);
      return { vm: vm as StoredVm, proceed: true, retry: 'never', ...(await step(vm as StoredVm, patch)) };
    },
  };
  const waits = new Waits();
  const worker = new VmWorker({
    ...{ vms: { get: () => cached }, waits, echoes, vmWrites, revisionWrites: openOwnWrites({ reached: () => reached }) },
    client: { api, reader: { get: () => undefined }, guard: { mayWrite: () => mayWrite, leading: NEVER }, pace: async () => undefined },
    plan: { features: [feature as never], cluster: () => ({}) },
    events: { record: async () => undefined },
    ...{ onWrite: () => undefined, onPass: (record: PassRecord) => void passes.push(record), onEventFault: refuse },
  });
  return {
    ...{ asked, added, passes, worker, waits },
    work: () => worker.work(KEY, NEVER),
    answerWith: (next: () => ApiObject) => (answer = next),
    loseLease: () => (mayWrite = false),
    setLive: (next: StoredVm | undefined) => (live = next),
    /** The cache says that the VM is gone. */
    remove: () => {
      cached = undefined;
      takeVm({ type: 'removed', namespace: 'default', name: 'web', object: vmAt('9') }, { worker, echoes, queue: { add: (key) => void added.push(key) } });
    },
    /** The cache brings a VM. */
    bring: (next: StoredVm) => {
      cached = next;
      reached = next.metadata?.resourceVersion ?? reached;
      takeVm({ type: 'updated', namespace: 'default', name: 'web', object: next }, { worker, echoes, queue: { add: (key) => void added.push(key) } });
    },
  };
}

describe('a VM that was written (R18)', () => {
  test('is not looked at before it has come back, and then needs no pass of its own', async () => {
    const { work, asked, added, bring } = workerWith(async (_, patch) => (await patch(), {}));
    expect(await work()).toBe('done');
    bring(vmAt('2'));
    expect(added).toEqual([]);
    expect(asked).toEqual(['patch']);
  });

  test('is looked at once it has come back, where there was something to do meanwhile', async () => {
    const { work, asked, added, bring, passes } = workerWith(async (_, patch) => (await patch(), {}));
    await work();
    expect(await work()).toEqual({ notYetMs: expect.any(Number) });
    expect([asked.length, passes.length]).toEqual([1, 1]);
    bring(vmAt('2'));
    expect(added).toEqual([KEY]);
  });

  test('is looked at where somebody else has changed it since', async () => {
    const { work, added, bring } = workerWith(async (_, patch) => (await patch(), {}));
    await work();
    bring(vmAt('3'));
    expect(added).toEqual([KEY]);
  });

  test('is read from the cluster where nobody knows whether the write has arrived', async () => {
    const seen: unknown[] = [];
    const { work, asked, answerWith, setLive } = workerWith(async (vm, patch) => {
      seen.push(vm.metadata?.resourceVersion);
      if (seen.length === 1) await patch();
      return {};
    });
    answerWith(() => {
      throw new ApiError('timed-out', 'no answer');
    });
    setLive(vmAt('2'));
    expect(await work()).toMatchObject({ failed: { reason: 'Own', isTold: false } });
    expect(await work()).toBe('done');
    expect([seen, asked]).toEqual([['1', '2'], ['patch', 'get']]);
  });

  test('is done with where it is gone from the cluster', async () => {
    const { work, answerWith, setLive, passes } = workerWith(async (_, patch) => (await patch(), {}));
    answerWith(() => {
      throw new ApiError('unavailable', 'cut off');
    });
    await work();
    setLive(undefined);
    expect(await work()).toBe('done');
    expect(passes).toHaveLength(1);
  });
});

// found by a review: nobody forgot them again
test('a VM that goes during its pass leaves nothing that waits, and is not left alone where it comes anew', async () => {
  let isThere = true;
  const { work, waits, remove, bring, worker } = workerWith(async () => {
    waits.add(KEY, { kind: 'VirtualMachineClusterInstancetype', name: 'small' });
    if (isThere) remove();
    return { proceed: false, error: { reason: 'Own', message: 'the namespace ends', isTold: true, isRefusal: true }, retry: 'backoff' };
  });
  await work();
  expect(waits.size).toBe(0);
  isThere = false;
  bring(vmAt('20'));
  // the first pause, and not the second
  expect(await worker.work(KEY, NEVER)).toEqual({ afterMs: 10_000 });
});

test('nothing is sent after the lease was lost (R19)', async () => {
  const { work, asked, loseLease } = workerWith(async (_, patch) => (loseLease(), await patch(), {}));
  expect(await work()).toMatchObject({ failed: { isTold: false, message: expect.stringContaining('lead') } });
  expect(asked).toEqual([]);
});

describe('what a step says', () => {
  const error = { reason: 'Own', message: 'not well', isTold: false, isRefusal: false };
  test.each<[string, Partial<StepOutcome>, unknown]>([
    ['all is well', {}, 'done'],
    ['the VM comes back as a change', { proceed: false }, 'again'],
    ['a race was lost', { proceed: false, error, retry: 'soon' }, 'again'],
    ['only a change can help', { proceed: false, error, retry: 'never' }, 'done'],
    ['it is to be tried again', { proceed: false, error, retry: 'backoff' }, { failed: error }],
    ['the cluster asks to wait', { proceed: false, error, retry: 'backoff', retryAfterSeconds: 7 }, { failed: error, atLeastMs: 7000 }],
    ['the cluster asks to wait no time at all, which would be a hot loop', { proceed: false, error, retry: 'backoff', retryAfterSeconds: 0 }, { failed: error }],
    ['the cluster refuses it', { proceed: false, error: { ...error, isRefusal: true }, retry: 'backoff' }, { afterMs: 10_000 }],
    ['later, though all is well', { retry: 'backoff', retryAfterSeconds: 60 }, { afterMs: 60_000 }],
  ])('%s', async (_, outcome, result) => {
    const { work } = workerWith(async () => outcome);
    expect(await work()).toEqual(result);
  });

  test('a refusal is asked again later each time', async () => {
    const { work } = workerWith(async () => ({ proceed: false, error: { ...error, isRefusal: true }, retry: 'backoff' }));
    const pauses: unknown[] = [];
    for (let time = 0; time < 9; time++) pauses.push(await work());
    expect(pauses.slice(0, 3)).toEqual([{ afterMs: 10_000 }, { afterMs: 20_000 }, { afterMs: 40_000 }]);
    expect(pauses.at(-1)).toEqual({ afterMs: 1_000_000 });
  });

  test('what it throws without a code is a bug, and passes through', async () => {
    const { work } = workerWith(async () => Promise.reject(new TypeError('a bug')));
    await expect(work()).rejects.toThrow('a bug');
  });
});
