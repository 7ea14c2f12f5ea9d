import type { Fault, LoggedRequest } from '@instancetype/devcluster';
import { afterEach, beforeEach } from 'vitest';
import { openTestWorld, type Replica, until, USER, type World } from './harness.ts';
import { instancetype, type Json, preference } from './objects.ts';

/** Which fault a request meets; none where it is undefined. */
export type FaultFor = (request: Omit<LoggedRequest, 'code'>) => Fault | undefined;

/** A cluster with an instance type `small` and a preference `linux`, and a controller beside it whose requests, and no others, may meet faults. */
export interface Troubled {
  readonly world: World;
  readonly replica: Replica;
  /** What the controller's requests meet from now on. */
  meet(fault: FaultFor): void;
  /** A VM of the namespace `default`. */
  get(name: string): Promise<Json>;
  failureOf(name: string): Promise<Json | undefined>;
  isStored(name: string): Promise<boolean>;
  /** The next request of a kind takes half a second.
   * @returns `begun` resolves when it is there */
  slow(verb: string, resource: string): { readonly begun: Promise<void> };
  /** Ends its watches; it hears nothing more of VMs until it meets something else, and of revisions again when this is over. */
  goBlind(): Promise<void>;
  /** How many requests the controller has made. */
  countOf(verb: string, resource: string): number;
}

const NO_FAULT: FaultFor = () => undefined;
/** Nothing can be heard of VMs. */
export const blindToVms: FaultFor = ({ verb, resource }) => (['list', 'watch'].includes(verb) && resource === 'virtualmachines.kubevirt.io' ? { status: { code: 500, reason: 'InternalError' } } : undefined);

/** A new one for each test that follows.
 * @param flags of the controller */
export function eachTroubled(flags?: readonly string[]): Troubled {
  let world: World;
  let replica: Replica;
  let fault = NO_FAULT;
  beforeEach(async () => {
    world = await openTestWorld({ faults: (request) => (request.user === USER ? fault(request) : undefined) });
    for (const object of [instancetype('small'), preference('linux')]) await world.create(object);
    replica = await world.start(flags);
    await until(async () => (await replica.probe('/readyz')).status === 200);
  });
  afterEach(async () => {
    fault = NO_FAULT;
    await world.stop();
  });
  const get = (name: string): Promise<Json> => world.get('VirtualMachine', name);
  const countOf = (verb: string, resource: string): number => world.requests().filter((each) => each.verb === verb && each.resource === resource).length;
  return {
    get world() {
      return world;
    },
    get replica() {
      return replica;
    },
    meet(next) {
      fault = next;
    },
    get,
    failureOf: async (name) => (await get(name))['status']?.conditions?.find(({ type }: Json) => type === 'Failure'),
    isStored: async (name) => (await get(name))['status']?.preferenceRef?.controllerRevisionRef !== undefined,
    slow(verb, resource) {
      const { promise: begun, resolve } = Promise.withResolvers<void>();
      fault = (request) => {
        if (request.verb !== verb || request.resource !== resource) return undefined;
        fault = NO_FAULT;
        resolve();
        return { delay: 500 };
      };
      return { begun };
    },
    async goBlind() {
      fault = blindToVms;
      const before = countOf('watch', 'controllerrevisions.apps');
      world.cluster.endWatches();
      await until(() => countOf('watch', 'controllerrevisions.apps') > before);
    },
    countOf,
  };
}
