import type { VirtualMachineLike } from '@instancetype/api';
import type { Causes, Diagnostic, JsonPatchOperation } from '@instancetype/conflict';
import type { RolloutCluster } from './rollout.ts';
import type { RunningInstanceLike, UpdatableSpec } from './running.ts';

/** Which rule a change or a refusal comes from; `template` is the comparison of the whole template. */
export type Handler = 'template' | 'cpu' | 'affinity' | 'nodeSelector' | 'tolerations' | 'memory';

/** A JSON patch of the running instance, to be sent by itself. */
export interface LivePatch {
  readonly handler: Handler;
  /** Reason of the condition `Failure`, where it cannot be sent. */
  readonly reason: LiveUpdateReason;
  readonly operations: readonly JsonPatchOperation[];
}

/** Why a VM must be restarted. */
export interface RestartReason {
  readonly handler: Handler;
  /** JSON pointers into the VM. */
  readonly pointers: readonly string[];
  readonly message: string;
}

/** KubeVirt's reasons of the condition `Failure` for a live update that is not possible now (BEHAVIOUR 15.6). */
export type LiveUpdateReason = 'HotPlugCPUError' | 'AffinityChangeError' | 'TolerationsChangeError' | 'HotPlugMemoryError';
/** All of them. */
export const LIVE_UPDATE_REASONS: readonly LiveUpdateReason[] = ['HotPlugCPUError', 'AffinityChangeError', 'TolerationsChangeError', 'HotPlugMemoryError'];

/** A live update that is not possible now, and is to be tried again. */
export interface LiveUpdateError {
  readonly reason: LiveUpdateReason;
  readonly causes: Causes;
}

/** What one handler wants; an error ends the pass. */
export interface Step {
  readonly patches?: readonly LivePatch[];
  readonly restart?: RestartReason;
  readonly error?: LiveUpdateError;
}

/** What a handler works on. */
export interface Pass {
  readonly vm: VirtualMachineLike;
  /** The template's spec with everything applied. */
  readonly current: UpdatableSpec;
  readonly instance: RunningInstanceLike;
  readonly cluster: RolloutCluster;
}

/** Nothing to do. */
export const NOTHING: Step = Object.freeze({});

/** JSON pointer of a VM's template spec. */
export const TEMPLATE_SPEC = '/spec/template/spec';

/** The step that says a VM must be restarted.
 * @param handler whose rule
 * @param pointer what changed, from the template's spec
 * @param message a sentence */
export function restartFor(handler: Handler, pointer: string, message: string): Step {
  return { restart: { handler, pointers: [TEMPLATE_SPEC + pointer], message } };
}

/** The step that says a change has to wait: for a migration, or for a change of the same kind.
 * @param reason KubeVirt's reason
 * @param pointer what changed, from the template's spec
 * @param what what keeps it from being changed now */
export function waitFor(reason: LiveUpdateReason, pointer: string, what: 'migration-in-progress' | 'hotplug-in-progress'): Step {
  const field = `spec.template.spec${pointer.replaceAll('/', '.')}`;
  const why = what === 'migration-in-progress' ? 'the VM is being migrated to another node' : 'an earlier change of it is still under way';
  const cause: Diagnostic = {
    code: what,
    severity: 'error',
    message: `${field} cannot be changed in the running VM now, because ${why}: wait until that is over, and it is changed then`,
    pointer: TEMPLATE_SPEC + pointer,
  };
  return { error: { reason, causes: [cause] } };
}

/** The operations that replace a value which must still be the old one.
 * @param path a JSON pointer into the instance
 * @param before the old value, as it stands there
 * @param after the new value */
export function replaceOperations(path: string, before: unknown, after: unknown): readonly JsonPatchOperation[] {
  return [
    { op: 'test', path, value: before },
    { op: 'replace', path, value: after },
  ];
}
