import type { ObjectRef } from '@instancetype/api';
import { codeOf, ReadFault } from './read-fault.ts';

type Answer = object | null | undefined;

/** What gives the cluster's objects: at once where it has them, later where it has to fetch them. */
interface ObjectReader {
  get(ref: ObjectRef): PromiseLike<Answer> | Answer;
}

/** What is known of an object: that it is there or not, that it cannot be read, or that it is on its way. */
type Known = { readonly object: object | undefined } | { readonly fault: ReadFault } | { readonly later: Promise<object | undefined> };

// an inference follows five references; a VM with more DataVolumeTemplates than this shall not make us flood the API
const MAX_FETCHED = 64;
const CLUSTER_KINDS: readonly string[] = ['VirtualMachineClusterInstancetype', 'VirtualMachineClusterPreference'];

/** Everything that is read for one review, each object once: what is judged is then one state of the cluster. */
export class Lookups {
  /** Gives what is here, and throws for what has to be fetched. */
  readonly now: { get(ref: ObjectRef): object | undefined } = { get: (ref) => this.#now(ref) };
  /** Gives all, what has to be fetched later. */
  readonly later: { get(ref: ObjectRef): object | undefined | Promise<object | undefined> } = { get: (ref) => this.#later(ref) };
  readonly #reader: ObjectReader;
  readonly #namespace: string;
  readonly #signal: AbortSignal | undefined;
  readonly #known = new Map<string, Known>();
  #fetched = 0;
  #isWaiting = false;
  // one for all: a VM may ask for thousands, and an error is dear
  #refusal: ReadFault | undefined;

  /** @param reader gives objects
   * @param namespace the review's, for objects that say none
   * @param signal ends all waiting */
  constructor(reader: ObjectReader, namespace: string, signal?: AbortSignal) {
    this.#reader = reader;
    this.#namespace = namespace;
    this.#signal = signal;
  }

  /** Whether a judgement that was made with `now` is void, because something it asked for has to be fetched. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  #now(ref: ObjectRef): object | undefined {
    // what is asked for after the first that is not here may depend on that
    if (this.#isWaiting) throw this.#refuse(ref);
    const known = this.#lookUp(ref);
    if ('fault' in known) throw known.fault;
    if ('object' in known) return known.object;
    this.#isWaiting = true;
    throw this.#refuse(ref);
  }

  #later(ref: ObjectRef): object | undefined | Promise<object | undefined> {
    const known = this.#lookUp(ref);
    if ('fault' in known) throw known.fault;
    return 'object' in known ? known.object : known.later;
  }

  #lookUp(asked: ObjectRef): Known {
    const ref = asked.namespace === undefined && !CLUSTER_KINDS.includes(asked.kind) ? { ...asked, namespace: this.#namespace } : asked;
    const key = JSON.stringify([ref.kind, ref.namespace ?? '', ref.name]);
    const found = this.#known.get(key) ?? this.#read(ref);
    this.#known.set(key, found);
    return found;
  }

  #read(ref: ObjectRef): Known {
    if (this.#fetched === MAX_FETCHED) return { fault: this.#refuse(ref) };
    try {
      const answer = this.#reader.get(ref);
      if (!isPromise(answer)) return { object: answer ?? undefined };
      this.#fetched += 1;
      const later = this.#inTime(ref, answer);
      // whoever waits for it gets its error; perhaps nobody does
      later.catch(() => undefined);
      return { later };
    } catch (error) {
      return codeOf(error) === 'not-found' ? { object: undefined } : { fault: new ReadFault(ref, error) };
    }
  }

  #refuse(ref: ObjectRef): ReadFault {
    this.#refusal ??= new ReadFault(ref, `it is one of more than ${MAX_FETCHED} objects to be read`);
    return this.#refusal;
  }

  async #inTime(ref: ObjectRef, answer: PromiseLike<Answer>): Promise<object | undefined> {
    const signal = this.#signal;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const expire = (): void => reject({ code: 'timed-out' });
    answer.then(resolve, reject);
    if (signal?.aborted) expire();
    signal?.addEventListener('abort', expire);
    try {
      return (await promise) ?? undefined;
    } catch (error) {
      if (codeOf(error) === 'not-found') return undefined;
      throw new ReadFault(ref, error);
    } finally {
      signal?.removeEventListener('abort', expire);
    }
  }
}

/** Makes a judgement at once where all that it reads is here, and else again with what has to be fetched.
 * @param lookups what it reads from
 * @param judge makes it at once; without side effects
 * @param judgeLater makes it in its time */
export function settle<T>(lookups: Lookups, judge: () => T, judgeLater: () => Promise<T>): T | Promise<T> {
  let result: T;
  try {
    result = judge();
  } catch (error) {
    if (lookups.isWaiting) return judgeLater();
    throw error;
  }
  return lookups.isWaiting ? judgeLater() : result;
}

function isPromise(value: Answer | PromiseLike<Answer>): value is PromiseLike<Answer> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function';
}
