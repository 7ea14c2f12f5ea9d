import type { ControllerRevisionLike, ObjectRef, VirtualMachineLike } from '@instancetype/api';
import type { JsonPatchOperation } from '@instancetype/conflict';
import { frozen } from '@instancetype-tools/test-values';
import { applyPatch } from 'rfc6902';
import type { SyncClient } from '../src/index.ts';

/** What a call to a cluster throws. */
export class Fault extends Error {
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: string, message = `The cluster answered: ${code}`, retryAfterSeconds?: number) {
    super(message);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** An object that is no VM. */
export type Thing = ControllerRevisionLike & { readonly spec?: unknown };
/** A VM, its conditions too. */
export type Vm = VirtualMachineLike & { readonly status?: { readonly conditions?: readonly object[] } | null | undefined };

/** A cluster in memory with one VM, as strict as a real one about what is written: a patch has to begin with a test, a replacement
 * has to carry the resource version. It logs its calls and can fail, or die. */
export class Cluster implements SyncClient {
  readonly calls: string[] = [];
  /** The writes that changed something. */
  readonly landed: string[] = [];
  readonly things = new Map<string, Thing>();
  vm: Vm;
  /** Thrown instead of an answer, by the beginning of the call. */
  readonly faults = new Map<string, Error>();
  /** After how many writes nothing answers any more, and whether the last one still arrives. */
  cut: { writes: number; arrives: boolean } | undefined;
  /** What happens before a write of the VM arrives. */
  meanwhile: (() => void) | undefined;

  constructor(vm: Vm, ...things: readonly Thing[]) {
    this.vm = frozen(vm);
    for (const thing of things) this.put(thing);
  }

  put(thing: Thing): void {
    this.things.set(keyOf(thing.kind ?? '', thing.metadata?.name ?? ''), frozen(thing));
  }

  get revisions(): readonly string[] {
    return [...this.things.values()].filter(({ kind }) => kind === 'ControllerRevision').map(({ metadata }) => metadata?.name ?? '').toSorted();
  }

  get reads(): readonly string[] {
    return this.calls.filter((call) => call.startsWith('get '));
  }

  get({ kind, name, namespace }: ObjectRef): object | undefined {
    const call = `get ${kind} ${name}`;
    this.calls.push(call);
    this.#failIf(call);
    const thing = this.things.get(keyOf(kind, name));
    return thing?.metadata?.namespace === namespace ? thing : undefined;
  }

  create(revision: ControllerRevisionLike): object {
    const name = revision.metadata?.name ?? '';
    return this.#write(`create ${name}`, () => {
      if (this.things.has(keyOf('ControllerRevision', name))) throw new Fault('already-exists');
      this.put(revision);
      return revision;
    });
  }

  delete(revision: ControllerRevisionLike): object {
    const name = revision.metadata?.name ?? '';
    return this.#write(`delete ${name}`, () => {
      if (!this.things.delete(keyOf('ControllerRevision', name))) throw new Fault('not-found');
      return {};
    });
  }

  patchStatus(_vm: VirtualMachineLike, operations: readonly JsonPatchOperation[]): object {
    if (operations[0]?.op !== 'test') throw new TypeError('an unguarded patch');
    return this.#write('patch', () => {
      const vm = structuredClone(this.vm) as Vm;
      if (applyPatch(vm, structuredClone(operations) as never).some((error) => error !== null)) throw new Fault('conflict');
      return this.#save({ ...this.vm, status: vm.status });
    });
  }

  update(vm: VirtualMachineLike): object {
    if (!vm.metadata?.resourceVersion) throw new TypeError('an unguarded replacement');
    return this.#write('update', () => {
      const { uid, resourceVersion } = this.vm.metadata ?? {};
      if (vm.metadata?.uid !== uid || vm.metadata?.resourceVersion !== resourceVersion) throw new Fault('conflict');
      return this.#save({ ...vm, status: this.vm.status });
    });
  }

  /** Somebody else changes the VM. */
  change(change: (vm: Vm) => Vm): void {
    this.#save(change(this.vm));
  }

  #save(vm: Vm): Vm {
    const resourceVersion = String(Number(this.vm.metadata?.resourceVersion) + 1);
    this.vm = frozen({ ...vm, metadata: { ...vm.metadata, resourceVersion } });
    return this.vm;
  }

  #write(call: string, write: () => object): object {
    const { cut } = this;
    if (cut && cut.writes <= 0) throw new Error('cut');
    if (cut && --cut.writes === 0) {
      try {
        if (cut.arrives) this.#land(call, write);
      } catch {
        // what the cluster would have answered is lost, too
      }
      throw new Error('cut');
    }
    return this.#land(call, write);
  }

  #land(call: string, write: () => object): object {
    this.calls.push(call);
    this.#failIf(call);
    if (call === 'patch' || call === 'update') {
      this.meanwhile?.();
      this.meanwhile = undefined;
    }
    const answer = write();
    this.landed.push(call);
    return answer;
  }

  #failIf(call: string): void {
    for (const [beginning, fault] of this.faults) if (call.startsWith(beginning)) throw fault;
  }
}

function keyOf(kind: string, name: string): string {
  return `${kind} ${name}`;
}
