import type { ServerResponse } from 'node:http';
import { lineOf } from '../fault.ts';
import type { Metrics } from '../metrics/open-metrics.ts';
import type { Answer } from './answer.ts';

/** The metrics of one moment. */
interface Scrape {
  readonly bytes: Buffer;
  /** Answers with it that are not through. */
  unread: number;
}

const FULL: Answer = Object.freeze({ status: 503, body: 'too many have asked for the metrics and do not read them: try again later\n', headers: Object.freeze({ 'retry-after': '1' }) });

/** Gathers the metrics for those who ask: once at a time, and not while too much of what was gathered is unread. RELIABILITY, bad
 * input 9. */
export class Scrapes {
  readonly #metrics: Pick<Metrics, 'text' | 'contentType'>;
  readonly #mostUnread: number;
  #unreadBytes = 0;
  #gathering: Promise<Scrape> | undefined;

  constructor(metrics: Pick<Metrics, 'text' | 'contentType'>, mostUnread: number) {
    this.#metrics = metrics;
    this.#mostUnread = mostUnread;
  }

  /** What who asks is told. Never rejects.
   * @param response where it will be sent */
  async answer(response: ServerResponse): Promise<Answer> {
    // who asks while they are gathered gets the same bytes, and takes no memory
    if (!this.#gathering && this.#unreadBytes >= this.#mostUnread) return FULL;
    this.#gathering ??= this.#gather().finally(() => {
      this.#gathering = undefined;
    });
    try {
      const scrape = await this.#gathering;
      this.#hold(scrape, response);
      return { status: 200, body: scrape.bytes, type: this.#metrics.contentType };
    } catch (error) {
      return { status: 500, body: `the metrics cannot be read: ${lineOf(error)}\n` };
    }
  }

  async #gather(): Promise<Scrape> {
    return { bytes: Buffer.from(await this.#metrics.text()), unread: 0 };
  }

  /** Counts bytes until the last answer with them is through, or its connection has ended. */
  #hold(scrape: Scrape, response: ServerResponse): void {
    if (response.destroyed) return;
    if (scrape.unread === 0) this.#unreadBytes += scrape.bytes.length;
    scrape.unread += 1;
    response.once('close', () => {
      scrape.unread -= 1;
      if (scrape.unread === 0) this.#unreadBytes -= scrape.bytes.length;
    });
  }
}
