import type { ObjectRef } from '@instancetype/api';
import type { StoreCall } from '@instancetype/store';
import type { SyncCall, SyncSteps } from './calls.ts';
import { hasCode } from './fault.ts';
import type { SyncWrite } from './outcome.ts';
import type { PassSteps } from './pass.ts';

/** What a pass has read and written. An object that several of its parts need is asked for once, so that they also agree on it. */
export class Memory {
  readonly writes: SyncWrite[] = [];
  readonly #known = new Map<string, object>();

  /** The computation, with only those calls that the cluster has to answer.
   * @param steps the computation */
  *over<T>(steps: PassSteps<T>): SyncSteps<T> {
    let step = steps.next();
    while (step.done !== true) {
      const call = asked(step.value);
      const known = call.verb === 'get' ? this.#known.get(keyOf(call.ref)) : undefined;
      if (known) {
        step = steps.next(known);
        continue;
      }
      let answer: unknown;
      try {
        answer = yield call;
      } catch (error) {
        step = call.verb === 'get' && hasCode(error, 'not-found') ? steps.next(undefined) : steps.throw(error);
        continue;
      }
      this.#learn(call, answer);
      step = steps.next(answer);
    }
    return step.value;
  }

  #learn(call: SyncCall, answer: unknown): void {
    if (call.verb !== 'get') this.writes.push(writeOf(call));
    if (call.verb === 'get' && typeof answer === 'object' && answer !== null) this.#known.set(keyOf(call.ref), answer);
    if (call.verb === 'create') {
      const { name, namespace } = call.revision.metadata ?? {};
      this.#known.set(keyOf({ kind: 'ControllerRevision', name: name ?? '', namespace: namespace ?? undefined }), call.revision);
    }
  }
}

function asked(call: StoreCall | SyncCall): SyncCall {
  // only what restores a VM updates revisions
  if (call.verb === 'update' && 'revision' in call) throw new TypeError('A pass over a VM changes no ControllerRevision.');
  return call as SyncCall;
}

function writeOf(call: Exclude<SyncCall, { readonly verb: 'get' }>): SyncWrite {
  const { verb } = call;
  if ('vm' in call) return { verb, kind: 'VirtualMachine', name: call.vm.metadata?.name ?? '' };
  return { verb, kind: 'ControllerRevision', name: call.revision.metadata?.name ?? '' };
}

function keyOf({ kind, name, namespace }: ObjectRef): string {
  return JSON.stringify([kind, namespace ?? '', name]);
}
