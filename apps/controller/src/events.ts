import type { VirtualMachineLike } from '@instancetype/api';
import type { JsonPatchOperation } from '@instancetype/conflict';
import { type Clock, eventObject, type EventPatch, type Events as EventBook, type Happening, openEvents, type Regarding } from '@instancetype/control';
import { type ApiObject, hasCode } from '@instancetype/kube';

/** What happened to a VM. */
export interface VmHappening {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** Creates an Event, and changes one. */
interface EventWriter {
  createEvent(event: ApiObject): Promise<ApiObject>;
  patchEvent(event: ApiObject, operations: readonly JsonPatchOperation[]): Promise<ApiObject>;
}

/** Who reports. */
export interface EventsOptions {
  /** The process: a name that no other one has. */
  readonly instance: string;
  /** For tests. */
  readonly clock?: Clock;
}

const CONTROLLER = 'instancetype.kubevirt.io/controller';
const ACTION = 'Reconciling';
const MOST = 10_000;

/** Records events of VMs, so few that a VM which fails for days is no flood (RELIABILITY, rows 42, 46 and 55 of its bad inputs). */
export class Events {
  readonly #instance: string;
  readonly #book: EventBook;

  /** @param options who reports */
  constructor({ instance, clock }: EventsOptions) {
    this.#instance = instance;
    this.#book = openEvents({ controller: CONTROLLER, instance, most: MOST, clock });
  }

  /** Records an event, or counts it.
   * @param vm whose it is
   * @param happening what happened
   * @param writer requests; what it throws passes through */
  async record(vm: VirtualMachineLike, { type, reason, message }: VmHappening, writer: EventWriter): Promise<void> {
    const [regarding, happening] = [regardingOf(vm), { type, reason, action: ACTION, note: message }];
    // what was done is told each time: it is no more than the writes that it tells of
    if (type === 'Normal') await writer.createEvent(eventObject(regarding, happening, { controller: CONTROLLER, instance: this.#instance }, Date.now()) as unknown as ApiObject);
    else await this.#warn(regarding, happening, writer);
  }

  async #warn(regarding: Regarding, happening: Happening, writer: EventWriter): Promise<void> {
    const write = this.#book.record(regarding, happening);
    try {
      if (write && 'create' in write) await writer.createEvent(write.create as unknown as ApiObject);
      else if (write) await writer.patchEvent(namedBy(write.patch), write.patch.json);
    } catch (error) {
      this.#book.lost(regarding, happening);
      // clusters keep events for an hour
      const isGone = write && 'patch' in write && hasCode(error, 'not-found', 'conflict');
      if (!isGone) throw error;
      await this.#warn(regarding, happening, writer);
    }
  }
}

function regardingOf({ metadata }: VirtualMachineLike): Regarding {
  const { name, namespace, uid, resourceVersion } = metadata ?? {};
  return { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', name: name ?? '', namespace: namespace ?? '', uid: uid ?? undefined, resourceVersion: resourceVersion ?? undefined };
}

function namedBy({ name, namespace }: EventPatch): ApiObject {
  return { metadata: { name, namespace } };
}
