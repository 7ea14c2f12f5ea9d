import type { Counter, Histogram, Log, Metrics } from '@instancetype/operate';
import { ENDPOINTS } from './review/endpoints.ts';
import type { Decision } from './review/review.ts';

const WEBHOOKS: readonly string[] = [...ENDPOINTS.keys()].map(webhookOf);
const CODES: readonly string[] = ['200', '400', '422', '500', '503', '504'];
/** Upper bounds in seconds: most reviews take a fraction of a millisecond, the API server gives up after 10 s. */
const SECONDS: readonly number[] = [0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 2.5, 5, 10];

/** Writes down what was decided: a line and a count each, nothing of the object but its name. */
export class Decisions {
  readonly #log: Log;
  readonly #counter: Counter<'webhook' | 'allowed' | 'code'>;
  readonly #reasons: Counter<'reason'>;
  readonly #seconds: Histogram<'webhook'>;

  /** @param log gets a line for each decision
   * @param metrics counts them */
  constructor(log: Log, metrics: Metrics) {
    this.#log = log;
    this.#counter = metrics.counter('reviews_total', 'Reviews that were answered', { webhook: WEBHOOKS, allowed: ['true', 'false'], code: CODES });
    this.#reasons = metrics.counter('review_reasons_total', 'Diagnostics by code: why reviews were denied, or what was warned of', { reason: [] });
    this.#seconds = metrics.histogram('review_seconds', 'Time from a whole request to its answer', { webhook: WEBHOOKS }, SECONDS);
  }

  /** Writes one decision down.
   * @param path the webhook's
   * @param decision what was decided
   * @param ms how long it took */
  add(path: string, decision: Decision, ms: number): void {
    const webhook = webhookOf(path);
    this.#counter.inc({ webhook, allowed: String(decision.allowed), code: String(decision.code) });
    this.#seconds.observe(ms / 1000, { webhook });
    for (const reason of decision.reasons) this.#reasons.inc({ reason });
    this.#log.info('review', { webhook, ...decision, ms: Math.round(ms * 1000) / 1000 });
  }
}

function webhookOf(path: string): string {
  return path.slice(1);
}
