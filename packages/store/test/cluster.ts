import type { ControllerRevisionLike, ObjectRef, VirtualMachineLike } from '@instancetype/api';
import type { JsonPatchOperation } from '@instancetype/conflict';
import { applyPatch } from 'rfc6902';
import type { StoreClient } from '../src/index.ts';

/** What a call to a cluster throws. */
class Fault extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

type Thing = ControllerRevisionLike & { readonly spec?: unknown };

/** A cluster in memory that keeps revisions, objects and one VM, logs its calls, and can be cut off. */
export class Cluster implements StoreClient {
  readonly calls: string[] = [];
  /** The writes that changed something. */
  readonly landed: string[] = [];
  readonly things = new Map<string, Thing>();
  vm: VirtualMachineLike;
  /** After how many writes the cluster is gone, and whether the last one still arrives. */
  cut: { writes: number; arrives: boolean } | undefined;

  constructor(vm: VirtualMachineLike, ...things: readonly Thing[]) {
    this.vm = vm;
    for (const thing of things) this.things.set(keyOf(thing.kind ?? '', thing.metadata?.name ?? ''), thing);
  }

  get revisions(): readonly string[] {
    return [...this.things.values()].filter(({ kind }) => kind === 'ControllerRevision').map(({ metadata }) => metadata?.name ?? '').toSorted();
  }

  get({ kind, name }: ObjectRef): object | undefined {
    this.calls.push(`get ${kind} ${name}`);
    return this.things.get(keyOf(kind, name));
  }

  create(revision: ControllerRevisionLike): object {
    const name = revision.metadata?.name ?? '';
    return this.#write(`create ${name}`, () => {
      if (this.things.has(keyOf('ControllerRevision', name))) throw new Fault('already-exists');
      this.things.set(keyOf('ControllerRevision', name), revision);
      return revision;
    });
  }

  update(revision: ControllerRevisionLike): object {
    const name = revision.metadata?.name ?? '';
    return this.#write(`update ${name}`, () => {
      this.things.set(keyOf('ControllerRevision', name), revision);
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
    return this.#write('patch', () => {
      const vm = structuredClone(this.vm) as VirtualMachineLike;
      const failed = applyPatch(vm, structuredClone(operations) as never).find((error) => error !== null);
      if (failed) throw new Fault('conflict');
      this.vm = vm;
      return vm;
    });
  }

  #write(call: string, write: () => object): object {
    const { cut } = this;
    if (cut && cut.writes <= 0) throw new Fault('cut');
    const isLast = cut !== undefined && --cut.writes === 0;
    if (!isLast) return this.#land(call, write);
    try {
      if (cut.arrives) this.#land(call, write);
    } catch {
      // what the cluster would have answered is lost, too
    }
    throw new Fault('cut');
  }

  #land(call: string, write: () => object): object {
    this.calls.push(call);
    const answer = write();
    this.landed.push(call);
    return answer;
  }
}

function keyOf(kind: string, name: string): string {
  return `${kind} ${name}`;
}
