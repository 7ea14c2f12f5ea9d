import type { ApiObject } from '../../src/resource.ts';
import { openApi } from '../../src/open-api.ts';
import { type Cache, type CacheOptions, openCache } from '../../src/open-cache.ts';
import type { Change } from '../../src/change.ts';
import { RESOURCE, ScriptedServer, type SeenRequest } from './scripted-server.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface Harness {
  readonly clock: VirtualClock;
  readonly server: ScriptedServer;
  readonly changes: Change<ApiObject>[];
  open(options?: CacheOptions<ApiObject>): Cache;
  /** What handlers were told, in short. */
  told(): string[];
}

/** A cluster and time that a test holds in its hands. */
export function harness(): Harness {
  const clock = new VirtualClock();
  const server = new ScriptedServer(clock);
  const changes: Change<ApiObject>[] = [];
  const api = openApi(server, { clock });
  return {
    clock,
    server,
    changes,
    open: (options = {}) => openCache(api, RESOURCE, { clock, random: () => 0.5, freeze: true, watchList: false, onChange: (change) => void changes.push(change), ...options }),
    told: () => changes.map(({ type, name, finalStateUnknown }) => `${type} ${name}${finalStateUnknown ? ' (unseen)' : ''}`),
  };
}

export function lists(server: ScriptedServer): SeenRequest[] {
  return server.requests.filter(({ watch }) => !watch);
}

export function watches(server: ScriptedServer): SeenRequest[] {
  return server.requests.filter(({ watch }) => watch);
}
