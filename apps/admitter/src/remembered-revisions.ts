import type { ObjectRef } from '@instancetype/api';

type Answer = object | null | undefined;

/** What looks objects up. */
interface ObjectReader {
  get(ref: ObjectRef): PromiseLike<Answer> | Answer;
}

interface Remembered {
  readonly object: object;
  readonly until: number;
  /** Its length as JSON: what it takes in memory is a small multiple of that. */
  readonly characters: number;
}

/** How long, and how many. A revision never changes, so that all that can be missed is its removal. */
export interface RememberOptions {
  /** In ms; a minute by default. */
  readonly forMs?: number;
  /** 5,000 by default. */
  readonly atMost?: number;
  /** All of them together, as JSON: 16 Mi by default, the room of 5,000 ordinary ones. A revision may have more than a megabyte. */
  readonly characters?: number;
  /** Milliseconds that never jump. */
  readonly now?: () => number;
}

/** A reader that remembers. */
export interface RememberingReader extends ObjectReader {
  /** How many it remembers. */
  readonly size: number;
}

/** A reader that remembers the ControllerRevisions that it has fetched. Kubernetes does not let their data change. A cache of all of
 * them would hold two for each VM of the cluster, and the rights to list them.
 * @param reader looks objects up
 * @param options how long and how many */
export function rememberingRevisions(reader: ObjectReader, { forMs = 60_000, atMost = 5000, characters: most = 16 * 1024 * 1024, now = () => performance.now() }: RememberOptions = {}): RememberingReader {
  const known = new Map<string, Remembered>();
  let sum = 0;
  const isTooMuch = (): boolean => known.size > atMost || sum > most;
  const forget = (key: string): void => {
    sum -= known.get(key)?.characters ?? 0;
    known.delete(key);
  };
  // a map remembers in which order its keys came, and all have the same time
  const forgetOld = (): void => {
    for (const [key, { until }] of known) {
      if (now() < until) return;
      forget(key);
    }
  };
  const remember = (key: string, object: Answer): Answer => {
    if (!object) return object;
    forget(key);
    const characters = charactersOf(object);
    if (characters > most) return object;
    known.set(key, { object, until: now() + forMs, characters });
    sum += characters;
    while (isTooMuch()) forget(known.keys().next().value ?? '');
    return object;
  };
  return {
    get size() {
      return known.size;
    },
    get(ref) {
      if (ref.kind !== 'ControllerRevision') return reader.get(ref);
      forgetOld();
      const key = `${ref.namespace ?? ''}/${ref.name}`;
      const found = known.get(key);
      if (found) return found.object;
      const answer = reader.get(ref);
      return isPromise(answer) ? answer.then((object) => remember(key, object)) : remember(key, answer);
    },
  };
}

function charactersOf(object: object): number {
  try {
    return JSON.stringify(object).length;
  } catch {
    // nested too deep
    return Number.POSITIVE_INFINITY;
  }
}

function isPromise(answer: PromiseLike<Answer> | Answer): answer is PromiseLike<Answer> {
  return typeof (answer as { readonly then?: unknown } | null | undefined)?.then === 'function';
}
