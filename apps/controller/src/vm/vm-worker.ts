import type { ObjectRef } from '@instancetype/api';
import type { OwnWrites, Readiness, WorkResult } from '@instancetype/control';
import { clientFor, type ClientParts, type Errand, NeedsWholeVm, type VmClient, type WriteVerb } from '../cluster/guarded-client.ts';
import { nameIn } from './key.ts';
import type { OwnEchoes } from './own-echoes.ts';
import { openPauses } from './pauses.ts';
import type { StoredVm } from './project-vm.ts';
import { type PassPlan, runPass } from './run-pass.ts';
import type { StepOutcome } from './step.ts';
import type { Waits } from './waits.ts';

/** The VMs at hand. */
interface Vms {
  get(namespace: string, name: string): StoredVm | undefined;
}

/** Records what happened to a VM. */
interface EventBook {
  record(vm: StoredVm, happening: NonNullable<StepOutcome['event']>, client: VmClient): Promise<void>;
}

/** One pass, when it is over. */
export interface PassRecord {
  readonly key: string;
  readonly outcome: StepOutcome;
  /** In order. */
  readonly writes: readonly string[];
}

/** What a worker is made of. */
export interface VmWorkerParts {
  readonly vms: Vms;
  readonly client: Omit<ClientParts, 'revisionWrites' | 'vmWrites'>;
  readonly plan: PassPlan;
  readonly waits: Waits;
  readonly echoes: OwnEchoes;
  readonly vmWrites: Pick<OwnWrites, 'leftMs' | 'readLive' | 'ready'>;
  readonly revisionWrites: Pick<OwnWrites, 'expect' | 'forget' | 'leftMs' | 'ready'>;
  /** What was written of other kinds, on its way back. */
  readonly gates?: readonly Pick<OwnWrites, 'forget' | 'leftMs' | 'ready'>[];
  readonly events: EventBook;
  /** There is work for a VM that is in no cache. */
  readonly onGone?: (key: string, client: VmClient) => Promise<void>;
  readonly onWrite: (verb: WriteVerb, kind: string) => void;
  readonly onPass: (record: PassRecord) => void;
  /** Told of an event that could not be recorded: nothing depends on it. */
  readonly onEventFault: (key: string, error: unknown) => void;
}

/** Works on one VM at a time for each key of the queue. */
export class VmWorker {
  readonly #parts: VmWorkerParts;
  readonly #pauses = openPauses();
  /** VMs that were not looked at, because the cache is behind what was written. */
  readonly #parked = new Set<string>();
  /** VMs that the cluster has not, and the cache still has. */
  readonly #missed = new Set<string>();

  /** @param parts of the process */
  constructor(parts: VmWorkerParts) {
    this.#parts = parts;
  }

  /** Makes a pass over a VM, as the queue's worker.
   * @param key the VM's
   * @param signal aborted when the time is up */
  async work(key: string, signal: AbortSignal): Promise<WorkResult> {
    const { vmWrites, revisionWrites } = this.#parts;
    const readiness = vmWrites.ready(key);
    if (readiness === 'wait') return this.#park(key, vmWrites.leftMs(key));
    const others = [revisionWrites, ...(this.#parts.gates ?? [])];
    const shut = others.find((gate) => gate.ready(key) === 'wait');
    if (shut) return this.#park(key, shut.leftMs(key));
    for (const gate of others) gate.forget(key);
    this.#parked.delete(key);
    try {
      return await this.#pass(key, signal, readiness);
    } finally {
      // nobody will say that it is gone, where that was said during the pass; if it is on its way, it has another pass when it comes
      if (!this.#isCached(key)) this.#letGo(key);
    }
  }

  /** Whether a VM that is exactly as it was written last needs another pass: it was not looked at while that was on its way.
   * @param key the VM's */
  isParked(key: string): boolean {
    return this.#parked.has(key);
  }

  /** The VM is gone.
   * @param key the VM's */
  forget(key: string): void {
    this.#letGo(key);
    this.#parts.echoes.forget(key);
    this.#parts.revisionWrites.forget(key);
    this.#parked.delete(key);
  }

  #letGo(key: string): void {
    this.#parts.waits.settle(key);
    this.#parts.echoes.expectNone(key);
    this.#pauses.forget(key);
    this.#missed.delete(key);
  }

  #park(key: string, ms: number): WorkResult {
    this.#parked.add(key);
    return { notYetMs: Math.max(1, ms) };
  }

  async #pass(key: string, signal: AbortSignal, readiness: Readiness): Promise<WorkResult> {
    const { namespace, name } = nameIn(key);
    // else each revision that the cluster takes away from such a VM would be made anew
    if (this.#missed.has(key)) return await this.#passLive(key, signal);
    const cached = readiness === 'yes' ? this.#parts.vms.get(namespace, name) : undefined;
    if (readiness === 'yes' && !cached) return await this.#passGone(key, signal);
    try {
      return cached ? await this.#look(cached, this.#errand(key, signal, false)) : await this.#passLive(key, signal);
    } catch (error) {
      if (error instanceof NeedsWholeVm) return await this.#passLive(key, signal);
      throw error;
    }
  }

  async #passGone(key: string, signal: AbortSignal): Promise<WorkResult> {
    await this.#parts.onGone?.(key, this.#client(this.#errand(key, signal, false)));
    return 'done';
  }

  async #passLive(key: string, signal: AbortSignal): Promise<WorkResult> {
    const { namespace, name } = nameIn(key);
    const errand = this.#errand(key, signal, true);
    const vm = await this.#client(errand).readVm(name, namespace);
    this.#parts.vmWrites.readLive(key, vm?.metadata?.resourceVersion ?? undefined);
    if (!vm) return 'done';
    this.#missed.delete(key);
    return await this.#look(vm, errand);
  }

  async #look(vm: StoredVm, errand: Errand & { readonly writes: readonly string[] }): Promise<WorkResult> {
    const { key, writes } = errand;
    this.#parts.waits.settle(key);
    const client = this.#client(errand);
    const outcome = await runPass(vm, client, this.#parts.plan);
    if (outcome.event) await this.#record(vm, outcome.event, { key, client });
    this.#parts.onPass({ key, outcome, writes });
    return this.#resultOf(key, outcome);
  }

  async #record(vm: StoredVm, happening: NonNullable<StepOutcome['event']>, { key, client }: { readonly key: string; readonly client: VmClient }): Promise<void> {
    try {
      await this.#parts.events.record(vm, happening, client);
    } catch (error) {
      this.#parts.onEventFault(key, error);
    }
  }

  #isCached(key: string): boolean {
    const { namespace, name } = nameIn(key);
    return this.#parts.vms.get(namespace, name) !== undefined;
  }

  #resultOf(key: string, outcome: StepOutcome): WorkResult {
    const { error, proceed, retry } = outcome;
    if (error?.isMissing) return this.#miss(key);
    if (!error) {
      this.#parts.waits.settle(key);
      this.#pauses.forget(key);
    }
    // what is left to do begins with the VM as it is now; where somebody undoes it each time, later each time
    if (!error && !proceed) return 'again';
    if (retry === 'never') return 'done';
    return retry === 'soon' ? 'again' : this.#later(key, outcome);
  }

  #later(key: string, { error, retryAfterSeconds }: StepOutcome): WorkResult {
    const atLeastMs = (retryAfterSeconds ?? 0) * 1000;
    if (error?.isRefusal) return { afterMs: Math.max(atLeastMs, this.#pauses.add(key)) };
    // what only has its time is no failure
    return error || atLeastMs === 0 ? { failed: error, ...(atLeastMs > 0 && { atLeastMs }) } : { afterMs: atLeastMs };
  }

  /** The cluster has not got what was to be written. If that is the VM, its deletion will be heard of; if it is something else, such as a kind that
   * is not served yet, the VM has to be looked at again. */
  #miss(key: string): WorkResult {
    if (!this.#isCached(key)) return 'done';
    this.#missed.add(key);
    return { afterMs: this.#pauses.add(key) };
  }

  #errand(key: string, signal: AbortSignal, isWhole: boolean): Errand & { readonly writes: readonly string[] } {
    const writes: string[] = [];
    const onWrite = (verb: WriteVerb, kind: string): void => {
      writes.push(`${verb} ${kind}`);
      this.#parts.onWrite(verb, kind);
    };
    return { key, signal, isWhole, writes, onWrite, onRead: (ref: ObjectRef) => this.#parts.waits.add(key, ref) };
  }

  #client(errand: Errand): VmClient {
    const { client, echoes, revisionWrites } = this.#parts;
    return clientFor({ ...client, vmWrites: echoes, revisionWrites }, errand);
  }
}
