import { ApiError } from '@instancetype/kube';
import { expect, test } from 'vitest';
import type { VmClient } from '../../src/cluster/guarded-client.ts';
import { runPass } from '../../src/vm/run-pass.ts';
import type { Feature, StepOutcome } from '../../src/vm/step.ts';
import { vm } from '../support/objects.ts';

const VM = { ...vm('shop'), metadata: { name: 'shop', namespace: 'default', uid: 'shop-uid', resourceVersion: '1' } };

/** A feature whose step fails. */
function failing(reasons: readonly string[], error: Partial<NonNullable<StepOutcome['error']>> = {}): Feature {
  return { name: 'failing', reasons, step: async (object) => ({ vm: object, proceed: false, error: { reason: 'FailedCreate', message: 'no quota', isTold: true, isRefusal: true, ...error }, retry: 'backoff' }) };
}

const clientThat = (patchStatus: () => Promise<unknown>): VmClient => ({ isOutdated: false, patchStatus }) as unknown as VmClient;

test('a condition that cannot be written because the VM is not found leaves both to be told: why it failed, and that it has to be looked at again', async () => {
  const client = clientThat(() => Promise.reject(new ApiError('not-found', 'There is no such VM.')));
  expect(await runPass(VM, client, { features: [failing(['FailedCreate'])], cluster: () => ({}) })).toMatchObject({ error: { reason: 'FailedCreate', message: 'no quota', isMissing: true } });
});

test('features that give no reasons write no condition', async () => {
  const client = clientThat(() => Promise.reject(new Error('nothing is to be written')));
  expect(await runPass(VM, client, { features: [failing([])], cluster: () => ({}) })).toMatchObject({ error: { reason: 'FailedCreate' }, retry: 'backoff' });
});
