import type { ObjectRef } from '@instancetype/api';

type Answer = object | null | undefined;

/** What looks objects up. */
interface ObjectReader {
  get(ref: ObjectRef): PromiseLike<Answer> | Answer;
}

interface Remembered {
  readonly object: object;
  readonly until: number;
}

/** How long, and how many. A revision never changes, so that all that can be missed is its removal. */
export interface RememberOptions {
  /** In ms; a minute by default. */
  readonly forMs?: number;
  /** 5,000 by default. */
  readonly atMost?: number;
  /** Milliseconds that never jump. */
  readonly now?: () => number;
}

/** A reader that remembers the ControllerRevisions that it has fetched. Kubernetes does not let their data change. A cache of all of
 * them would hold two for each VM of the cluster, and the rights to list them.
 * @param reader looks objects up
 * @param options how long and how many */
export function rememberingRevisions(reader: ObjectReader, { forMs = 60_000, atMost = 5000, now = () => performance.now() }: RememberOptions = {}): ObjectReader {
  const known = new Map<string, Remembered>();
  const remember = (key: string, object: Answer): Answer => {
    if (!object) return object;
    known.delete(key);
    known.set(key, { object, until: now() + forMs });
    // a map remembers in which order its keys came
    if (known.size > atMost) known.delete(known.keys().next().value ?? '');
    return object;
  };
  return {
    get(ref) {
      if (ref.kind !== 'ControllerRevision') return reader.get(ref);
      const key = `${ref.namespace ?? ''}/${ref.name}`;
      const found = known.get(key);
      if (found && now() < found.until) return found.object;
      known.delete(key);
      const answer = reader.get(ref);
      return isPromise(answer) ? answer.then((object) => remember(key, object)) : remember(key, answer);
    },
  };
}

function isPromise(answer: PromiseLike<Answer> | Answer): answer is PromiseLike<Answer> {
  return typeof (answer as { readonly then?: unknown } | null | undefined)?.then === 'function';
}
