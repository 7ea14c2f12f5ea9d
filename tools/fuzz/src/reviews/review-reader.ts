import type { ObjectRef } from '@instancetype/api';
import { CaseReader } from '../reader.ts';
import type { ReviewCase } from './review-case.ts';

const FAULTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...['unavailable', 'timed-out', 'forbidden', 'conflict', 'gone'].map((code) => [code, Object.assign(new Error('no answer from 10.0.0.1'), { code })] as const),
  ['an error without a code', new TypeError(`cannot read\n${'x'.repeat(5_000)}`)],
  ['a code that is no text', { code: 5 }],
  ['text', 'it went wrong \u001b[2J'],
  ['nothing', undefined],
]);

/** What a lookup may end with instead of an object. */
export const FAULT_NAMES: readonly string[] = [...FAULTS.keys(), 'silence'];

type Answer = object | null | undefined;

/** Reads a case's objects, and fails for some of them: always the same ones, so that what is asked again is answered alike. */
export class ReviewReader {
  readonly #reader: CaseReader;
  readonly #one: ReviewCase;
  readonly #isLater: boolean;
  #count = 0;

  /** @param one the case
   * @param isLater whether every second answer comes later, and what is not there is an error */
  constructor(one: ReviewCase, isLater: boolean) {
    this.#reader = new CaseReader(one.objects);
    this.#one = one;
    this.#isLater = isLater;
  }

  get(ref: ObjectRef): Answer | Promise<Answer> {
    const { fault, salt } = this.#one.reading;
    this.#count += 1;
    const isNow = !this.#isLater || this.#count % 2 === 0;
    if (fault !== undefined && hashOf(ref, salt) % 3 === 0) return failing(fault, isNow);
    const object = this.#reader.get(ref);
    if (isNow) return object ?? (this.#count % 4 === 0 ? null : undefined);
    return object ? Promise.resolve(object) : Promise.reject(Object.assign(new Error('not there'), { code: 'not-found' }));
  }
}

function failing(fault: string, isNow: boolean): Promise<never> {
  // what it is answered with is nobody's to settle: only the signal ends it
  if (fault === 'silence') return new Promise(() => undefined);
  if (isNow) throw FAULTS.get(fault);
  return Promise.reject(FAULTS.get(fault));
}

function hashOf({ kind, namespace = '', name }: ObjectRef, salt: number): number {
  let hash = salt;
  for (const character of `${kind}/${namespace}/${name}`) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash >>> 3;
}
