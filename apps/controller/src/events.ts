import type { VirtualMachineLike } from '@instancetype/api';
import type { JsonPatchOperation } from '@instancetype/conflict';
import type { ApiObject } from '@instancetype/kube';

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
/** What the API takes. */
const MOST = { note: 1024, instance: 128, name: 200 };
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
  #number = 0;

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
    if (told?.what === what) return await this.#again(told, now, writer);
    if (told && now - told.createdAt < PAUSE_MS) return;
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

  async #again(told: Told, now: number, writer: EventWriter): Promise<void> {
    told.count += 1;
    if (now - told.writtenAt < AGAIN_MS) return;
    told.writtenAt = now;
    const series = { count: told.count, lastObservedTime: microTime() };
    await writer.patchEvent(told.event, [
      { op: 'test', path: '/metadata/uid', value: told.event.metadata?.uid },
      { op: 'add', path: '/series', value: series },
    ]);
  }

  #eventOf({ metadata }: VirtualMachineLike, { type, reason, message }: Happening): ApiObject {
    const { name, namespace, uid, resourceVersion } = metadata ?? {};
    this.#number += 1;
    // a name of its own: where a request was sent twice, one of them finds it taken
    const own = `${(name ?? '').slice(0, MOST.name)}.${Date.now().toString(16)}${this.#number.toString(16).padStart(4, '0')}`;
    return {
      ...{ apiVersion: 'events.k8s.io/v1', kind: 'Event', metadata: { name: own, namespace: namespace ?? '' } },
      ...{ eventTime: microTime(), reportingController: CONTROLLER, reportingInstance: this.#options.instance.slice(-MOST.instance) },
      ...{ action: ACTION, reason, type, note: cut(message, MOST.note) },
      regarding: { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', name, namespace, uid, resourceVersion },
    };
  }
}

// the API counts bytes, and a text must not end in half a character
function cut(text: string, most: number): string {
  const bytes = Buffer.from(text);
  return bytes.length <= most ? text : `${bytes.subarray(0, most - 4).toString('utf8').replace(/\uFFFD+$/, '')}…`;
}

// Kubernetes takes six digits of a second here, and no other number of them
function microTime(): string {
  return new Date().toISOString().replace('Z', '000Z');
}
