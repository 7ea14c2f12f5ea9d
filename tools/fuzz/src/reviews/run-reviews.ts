import { setImmediate } from 'node:timers/promises';
import { textOf } from '../json.ts';
import { seedOf } from '@instancetype-tools/random';
import type { Ran, Run, Slowest } from '../ran.ts';
import { type Asking, ASKING } from './asker.ts';
import { checkReview, type ReviewChecked } from './check-review.ts';
import { generateReview } from './generate-review.ts';
import type { ReviewCase } from './review-case.ts';

/** No answer may take longer, in milliseconds. */
const LIMIT = 100;
const ATTEMPTS = 3;

/** Makes reviews and has them answered until an answer is wrong.
 * @param run which
 * @param asking how reviews are asked for */
export async function runReviews({ seed, from, count, onCase }: Run, asking: Asking = ASKING): Promise<Ran> {
  let slowest: Slowest | undefined;
  let repeated = 0;
  const outcomes = new Map<string, number>();
  const rejections = new Rejections();
  try {
    for (let index = from; index < from + count; index++) {
      onCase?.(index);
      const one = generateReview(seedOf(seed, index));
      const checked = await checkInTime(one, asking);
      // only then does Node tell of rejections that nobody has handled
      await setImmediate();
      outcomes.set(checked.outcome, (outcomes.get(checked.outcome) ?? 0) + 1);
      if (checked.slowest.own > (slowest?.own ?? -1)) slowest = { ...checked.slowest, index };
      if (checked.isRepeated) repeated += 1;
      const problem = checked.problem ?? rejections.take();
      if (problem === undefined) continue;
      return { failed: { index, problem, json: printed(one) }, slowest, repeated, outcomes };
    }
    return { failed: undefined, slowest, repeated, outcomes };
  } finally {
    rejections.stop();
  }
}

/** A case that takes too long is tried again, and then only the thread's own time counts: the machine may be busy. What is always
 * slow is too slow. */
async function checkInTime(one: ReviewCase, asking: Asking): Promise<ReviewChecked & { readonly isRepeated?: true }> {
  const checked = await checkReview(one, asking);
  if (checked.slowest.wall <= LIMIT || checked.problem !== undefined) return checked;
  let again = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) again = Math.min(again, (await checkReview(one, asking)).slowest.own);
  if (again <= LIMIT) return { ...checked, isRepeated: true };
  return { ...checked, isRepeated: true, problem: `an answer took ${Math.round(checked.slowest.wall)} ms, and when tried again at best ${Math.round(again)} ms` };
}

function printed(one: ReviewCase): string {
  const { body, review, ...rest } = one;
  return textOf({ ...rest, ...(body ? { body: new TextDecoder().decode(body), bodyInBase64: Buffer.from(body).toString('base64') } : { review }) });
}

/** Notes rejections that nobody handles while it listens. */
class Rejections {
  #found: string | undefined;
  readonly #listener = (reason: unknown): void => {
    this.#found ??= `a rejection is not handled: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`;
  };

  constructor() {
    process.on('unhandledRejection', this.#listener);
  }

  take(): string | undefined {
    const found = this.#found;
    this.#found = undefined;
    return found;
  }

  stop(): void {
    process.off('unhandledRejection', this.#listener);
  }
}
