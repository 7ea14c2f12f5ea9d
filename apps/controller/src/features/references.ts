import type { VirtualMachineLike } from '@instancetype/api';
import { isMissing, sync, SYNC_REASONS, type SyncError } from '@instancetype/sync';
import type { Feature, StepError, StepOutcome } from '../vm/step.ts';

/** Keeps what a VM's instance type and preference were, or makes it a flat VM, by the cluster's policy (BEHAVIOUR 15.1 to 15.3). */
export const references: Feature = {
  name: 'references',
  reasons: SYNC_REASONS,
  step: async (vm, { client, cluster }): Promise<StepOutcome> => {
    // the worker reports, once, when every step had its turn
    const outcome = await sync<VirtualMachineLike>(vm, client, { cluster, condition: 'leave' });
    return { ...outcome, error: outcome.error && errorOf(outcome.error) };
  },
};

function errorOf(error: SyncError): StepError {
  const { reason, message } = error;
  if (!error.fault) return { reason, message, isTold: true, isRefusal: false };
  return { reason, message, isTold: error.isRefusal, isRefusal: error.isRefusal, isMissing: isMissing(error.fault) };
}
