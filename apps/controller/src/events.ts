import type { VirtualMachineLike } from '@instancetype/api';
import type { JsonPatchOperation } from '@instancetype/conflict';
import { eventObject, microTime } from '@instancetype/control';
import { type ApiObject, hasCode } from '@instancetype/kube';

/** What happened to a VM. */
export interface Happening {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** Creates an Event, and changes one. */
interface EventWriter {
  createEvent(event: ApiObject): Promise<ApiObject>;
  patchEvent(event: ApiObject, operations: readonly JsonPatchOperation[]): Promise<ApiObject>;
}

/** Who reports, and how often. */
export interface EventsOptions {
  /** The process: a name that no other one has. */
  readonly instance: string;
  /** Milliseconds that never jump. */
  readonly now?: () => number;
}

interface Told {
  readonly what: string;
  readonly event: ApiObject;
  readonly createdAt: number;
  writtenAt: number;
  count: number;
}

const CONTROLLER = 'instancetype.kubevirt.io/controller';
const ACTION = 'Reconciling';
/** How often an event that goes on is told of again: as other clients do. */
const AGAIN_MS = 6 * 60_000;
/** A VM of which something else is said each time gets no more than one event in this time. */
const PAUSE_MS = 30_000;
const MOST_VMS = 10_000;

/** Records events of events.k8s.io/v1. What is said of a VM again and again is one event with a count, which is written now and then, so that a
 * VM that fails for days is no flood (RELIABILITY, rows 42, 46 and 55 of its bad inputs). */
export class Events {
  readonly #options: EventsOptions;
  readonly #now: () => number;
  /** By the VM's uid, the one of the longest ago first. */
  readonly #told = new Map<string, Told>();

  /** @param options who reports */
  constructor(options: EventsOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Records an event, or counts it.
   * @param vm whose it is
   * @param happening what happened
   * @param writer requests; what it throws passes through */
  async record(vm: VirtualMachineLike, happening: Happening, writer: EventWriter): Promise<void> {
    // what was done is told each time: it is no more than the writes that it tells of
    if (happening.type === 'Normal') return void (await writer.createEvent(this.#eventOf(vm, happening)));
    const uid = vm.metadata?.uid ?? '';
    const what = `${happening.type} ${happening.reason} ${happening.message}`;
    const [told, now] = [this.#told.get(uid), this.#now()];
    if (told?.what === what && (await this.#again(told, now, writer))) return;
    if (told && told.what !== what && now - told.createdAt < PAUSE_MS) return;
    const event = await writer.createEvent(this.#eventOf(vm, happening));
    this.#told.delete(uid);
    this.#told.set(uid, { what, event, createdAt: now, writtenAt: now, count: 1 });
    if (this.#told.size > MOST_VMS) this.#told.delete(this.#told.keys().next().value ?? '');
  }

  /** The VM is gone.
   * @param uid the VM's */
  forget(uid: string): void {
    this.#told.delete(uid);
  }

  /** @returns false where the event is gone: clusters keep them for an hour */
  async #again(told: Told, now: number, writer: EventWriter): Promise<boolean> {
    told.count += 1;
    if (now - told.writtenAt < AGAIN_MS) return true;
    told.writtenAt = now;
    const series = { count: told.count, lastObservedTime: microTime(Date.now() * 1000) };
    try {
      await writer.patchEvent(told.event, [
        { op: 'test', path: '/metadata/uid', value: told.event.metadata?.uid },
        { op: 'add', path: '/series', value: series },
      ]);
      return true;
    } catch (error) {
      if (hasCode(error, 'not-found', 'conflict')) return false;
      throw error;
    }
  }

  #eventOf({ metadata }: VirtualMachineLike, { type, reason, message }: Happening): ApiObject {
    const { name, namespace, uid, resourceVersion } = metadata ?? {};
    const regarding = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', name: name ?? '', namespace: namespace ?? '', uid: uid ?? undefined, resourceVersion: resourceVersion ?? undefined };
    return eventObject(regarding, { type, reason, action: ACTION, note: message }, { controller: CONTROLLER, instance: this.#options.instance }, Date.now()) as unknown as ApiObject;
  }
}
