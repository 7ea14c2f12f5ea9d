import { showText } from '@instancetype/conflict';
import type { Clock } from '../clock.ts';
import { LEASES, type Lease, type LeaseObject, readLease } from './lease.ts';

/** Of one request. */
interface RequestOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What is needed of a cluster. What it throws has a `code`: `not-found`, `conflict`, `already-exists`, `forbidden`, ... */
export interface LeaseApi {
  get(resource: typeof LEASES, named: { readonly name: string; readonly namespace: string }, options: RequestOptions): Promise<unknown>;
  create(resource: typeof LEASES, lease: LeaseObject, options: RequestOptions): Promise<unknown>;
  update(resource: typeof LEASES, lease: LeaseObject, options: RequestOptions): Promise<unknown>;
}

/** Requests for one Lease, each with a time limit that holds whatever the client does. */
export class LeaseClient {
  readonly #api: LeaseApi;
  readonly #clock: Clock;
  readonly #place: { readonly name: string; readonly namespace: string };
  readonly #limitMs: number;
  #ending = new AbortController();

  constructor(api: LeaseApi, clock: Clock, place: { readonly name: string; readonly namespace: string }, limitMs: number) {
    this.#api = api;
    this.#clock = clock;
    this.#place = place;
    this.#limitMs = limitMs;
  }

  /** The Lease; undefined where there is none. */
  async read(): Promise<Lease | undefined> {
    try {
      return readLease(await this.#ask((options) => this.#api.get(LEASES, this.#place, options)));
    } catch (error) {
      if (codeOf(error) === 'not-found') return undefined;
      throw error;
    }
  }

  async create(lease: LeaseObject): Promise<Lease> {
    return readLease(await this.#ask((options) => this.#api.create(LEASES, lease, options)));
  }

  async update(lease: LeaseObject): Promise<Lease> {
    return readLease(await this.#ask((options) => this.#api.update(LEASES, lease, options)));
  }

  /** Ends the request that is going on, if there is one. */
  cancel(): void {
    this.#ending.abort(new Error('The election has ended.'));
    this.#ending = new AbortController();
  }

  // a request that is not answered in time has failed, even where the client goes on waiting for it
  #ask<T>(send: (options: RequestOptions) => Promise<T>): Promise<T> {
    const ending = this.#ending.signal;
    const limit = new AbortController();
    return new Promise<T>((resolve, reject) => {
      const end = (error: unknown): void => {
        tidy();
        reject(error);
        limit.abort(error);
      };
      const late = (): void => end(Object.assign(new Error(`The Lease ${showText(this.#place.name)} was not answered for within ${this.#limitMs} ms.`), { code: 'timed-out' }));
      const ended = (): void => end(ending.reason);
      const cancel = this.#clock.after(this.#limitMs, late);
      const tidy = (): void => {
        cancel();
        ending.removeEventListener('abort', ended);
      };
      ending.addEventListener('abort', ended);
      const answered = new Promise<T>((answer) => answer(send({ timeoutMs: this.#limitMs, signal: limit.signal })));
      answered.then((answer) => (tidy(), resolve(answer)), end);
    });
  }
}

/** The stable code of something thrown; undefined where it has none.
 * @param error anything */
export function codeOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
