import { type Clock, systemClock } from '../clock.ts';
import type { Log } from './open-log.ts';

/** A cache of the objects of one resource, as far as it is looked at. */
interface Watched {
  readonly resource: { readonly plural: string };
  status(): { readonly synced: boolean; readonly error: { readonly code: string; readonly message: string } | undefined };
}

const LOOK_MS = 5_000;
/** Looks in a row at a cache that was full before: a watch that was cut and begun again has nothing to say until the next bookmark, which
 * comes after a minute at most. */
const PATIENCE = 18;

/** Writes a line when something keeps a cache from following the cluster, and one when that is over: neither for every attempt, nor for an
 * interruption of less than a minute and a half of a cache that was full before (RELIABILITY R21).
 * @param log gets the lines
 * @param caches whom to look at
 * @param clock for tests
 * @returns ends that */
export function tellOfCaches(log: Pick<Log, 'info' | 'warn'>, caches: readonly Watched[], clock: Clock = systemClock): () => void {
  const told = new Map<Watched, string>();
  const bad = new Map<Watched, number>();
  const look = (cache: Watched): void => {
    const { error, synced } = cache.status();
    const resource = cache.resource.plural;
    const looks = error ? (bad.get(cache) ?? 0) + 1 : 0;
    bad.set(cache, looks);
    if (error && error.code !== told.get(cache) && (!synced || looks >= PATIENCE)) {
      log.warn('a cache does not follow the cluster', { resource, code: error.code, problem: error.message });
      told.set(cache, error.code);
    } else if (!error && told.delete(cache)) log.info('a cache follows the cluster again', { resource });
  };
  let cancel: () => void;
  const wait = (): void => {
    cancel = clock.after(LOOK_MS, () => {
      caches.forEach(look);
      wait();
    });
  };
  wait();
  return () => cancel();
}
