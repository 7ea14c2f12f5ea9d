import type { JsonPatchOperation } from '@instancetype/conflict';
import { isSame } from './differences.ts';
import { isMigrating, setValueAt } from './running.ts';
import { type LivePatch, type LiveUpdateReason, NOTHING, type Pass, replaceOperations, type Step, waitFor } from './step.ts';

type Key = 'affinity' | 'nodeSelector' | 'tolerations';

const REASONS: Readonly<Record<Key, LiveUpdateReason>> = { affinity: 'AffinityChangeError', nodeSelector: 'AffinityChangeError', tolerations: 'TolerationsChangeError' };

/** Changes on which nodes a running VM may be: its affinity, then its node selector (BEHAVIOUR 15.6).
 * @param pass the VM and its instance */
export function changeAffinity(pass: Pass): Step {
  const patches = [...patchOf('affinity', pass), ...patchOf('nodeSelector', pass)];
  const [first] = patches;
  if (first === undefined) return NOTHING;
  return isMigrating(pass.instance) ? waitFor(first.reason, `/${first.handler}`, 'migration-in-progress') : { patches };
}

/** Changes which taints of nodes a running VM tolerates (BEHAVIOUR 15.6).
 * @param pass the VM and its instance */
export function changeTolerations(pass: Pass): Step {
  const patches = patchOf('tolerations', pass);
  if (patches.length === 0) return NOTHING;
  return isMigrating(pass.instance) ? waitFor(REASONS.tolerations, '/tolerations', 'migration-in-progress') : { patches };
}

function patchOf(key: Key, { current, instance }: Pass): readonly LivePatch[] {
  const [wanted, running] = [setValueAt(current, `/${key}`), setValueAt(instance, `/spec/${key}`)];
  if (isSame(running, wanted, `spec.${key}`)) return [];
  return [{ handler: key, reason: REASONS[key], operations: operationsOf(`/spec/${key}`, running, wanted) }];
}

function operationsOf(path: string, running: unknown, wanted: unknown): readonly JsonPatchOperation[] {
  if (wanted === undefined) return [{ op: 'remove', path }];
  return running === undefined ? [{ op: 'add', path, value: wanted }] : replaceOperations(path, running, wanted);
}
