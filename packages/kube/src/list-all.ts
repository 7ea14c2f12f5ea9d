import { ApiError } from './api-error.ts';
import type { Refill } from './replica.ts';
import type { ApiObject } from './resource.ts';
import { relistReason, type Source } from './source.ts';

const PAGE = 500;
/** An API server needs up to a minute for a long list. */
const SILENCE_MS = 60_000;

/** Reads everything, page by page, and puts it in place of what the replica holds. A version or a page that is too old is asked for
 * once more and at once, as the cluster's storage has it, and in one page where a page has expired (RELIABILITY R1, R2).
 * @param source what to read
 * @param mayBeBehind whether the API server may answer from its cache */
export async function listAll<T extends ApiObject>(source: Source<T>, mayBeBehind: boolean): Promise<void> {
  const { replica, signal, onFilled } = source;
  let refill = replica.begin();
  const progress = { pages: 0 };
  let version: string;
  try {
    version = await allPages(source, refill, mayBeBehind ? '0' : undefined, { limit: PAGE, progress });
  } catch (error) {
    // the same request would get the same answer
    if (relistReason(error) === undefined || !(mayBeBehind || progress.pages > 0)) throw error;
    refill = replica.begin();
    version = await allPages(source, refill, undefined, { limit: progress.pages > 0 ? undefined : PAGE, progress });
  }
  await replica.replace(refill, version, signal);
  if (!signal.aborted) onFilled();
}

interface Paging {
  readonly limit: number | undefined;
  readonly progress: { pages: number };
}

// the version of the first page: what has changed since, the watch tells
async function allPages<T extends ApiObject>(source: Source<T>, refill: Refill, from: string | undefined, { limit, progress }: Paging): Promise<string> {
  const { api, resource, selection, signal, counters, onLife } = source;
  const gather = (item: ApiObject): void => {
    if (!refill.add(item)) counters.skippedEvents += 1;
  };
  let version: string | undefined;
  let token: string | undefined;
  do {
    counters.requests += 1;
    const query = { ...selection, limit, continue: token, resourceVersion: token === undefined ? from : undefined };
    const end = await api.listEach(resource, query, gather, { signal, timeoutMs: SILENCE_MS });
    onLife();
    progress.pages += 1;
    // a page that says nothing of a version is none of an API server's, and so the list may not have ended with it
    if (end.resourceVersion === undefined) throw new ApiError('unavailable', `A page of the list of ${resource.plural} has no resourceVersion.`);
    version ??= end.resourceVersion;
    if (end.continue !== undefined && end.continue === token) throw new ApiError('unavailable', `The list of ${resource.plural} does not end: it names the same next page twice.`);
    token = end.continue;
  } while (token !== undefined);
  return version;
}
