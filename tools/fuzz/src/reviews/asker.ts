import { createReviewer, type ReviewReply } from '@instancetype/admitter';
import { Fault, must } from '../fault.ts';
import { type Duration, longest, startTiming, sum } from './duration.ts';
import type { ReviewCase } from './review-case.ts';
import { ReviewReader } from './review-reader.ts';

/** How reviews are asked for. The checks' own tests put broken reviewers in the place of ours. */
export interface Asking {
  readonly make: typeof createReviewer;
  /** After how many milliseconds there is no answer. */
  readonly patience: number;
}

export const ASKING: Asking = { make: createReviewer, patience: 20_000 };

/** One question, with its differences from the case. */
export interface Question {
  readonly review: unknown;
  readonly warnings: readonly string[];
  readonly isLater?: boolean;
}

/** Asks reviewers, each of which sees the same cluster, and times them. */
export class Asker {
  /** How long the slowest answer took. */
  slowest: Duration;
  readonly #one: ReviewCase;
  readonly #asking: Asking;
  readonly #before: Duration;

  /** @param one the case
   * @param asking how
   * @param before how long the body took to read: it belongs to the answer */
  constructor(one: ReviewCase, asking: Asking, before: Duration) {
    this.#one = one;
    this.#asking = asking;
    this.#before = before;
    this.slowest = before;
  }

  /** @param question what is asked
   * @throws Fault where there is no answer, or one that tells of a defect */
  async ask({ review, warnings, isLater = false }: Question): Promise<ReviewReply> {
    const { path, settings, cluster, reading } = this.#one;
    const defects: unknown[] = [];
    const reviewer = this.#asking.make({
      reader: new ReviewReader(this.#one, isLater),
      cluster: () => cluster,
      settings,
      onDefect: (error) => defects.push(error),
    });
    const abort = new AbortController();
    if (reading.aborted === 'before') abort.abort();
    if (reading.aborted === 'meanwhile') setImmediate(() => abort.abort());
    const taken = startTiming();
    const answer = reviewer({ path, review, warnings, ...(reading.aborted && { signal: abort.signal }) });
    const reply = answer instanceof Promise ? await this.#inTime(answer) : answer;
    this.slowest = longest(this.slowest, sum(this.#before, taken()));
    if (defects.length > 0) throw defects[0];
    must(reply.decision.code !== 500, () => 'it is answered with 500');
    return reply;
  }

  async #inTime(answer: Promise<ReviewReply>): Promise<ReviewReply> {
    const { promise, reject } = Promise.withResolvers<never>();
    const { patience } = this.#asking;
    const timer = setTimeout(() => reject(new Fault(`there is no answer after ${patience} ms`)), patience);
    try {
      return await Promise.race([answer, promise]);
    } finally {
      clearTimeout(timer);
    }
  }
}
