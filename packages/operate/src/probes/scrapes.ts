import type { ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { lineOf } from '../fault.ts';
import type { Metrics } from '../metrics/open-metrics.ts';
import type { Answer } from './answer.ts';

/** The metrics of one moment. */
interface Scrape {
  readonly bytes: Buffer;
  readonly at: number;
  /** Answers with it that are not through. */
  readonly unread: Set<ServerResponse>;
}

/** Who asks so soon after somebody else gets the same. */
const SHARED_MS = 1000;
/** However large they are, so many texts may be on their way at the same time. */
const TEXTS = 3;

/** Gathers the metrics for those who ask: once at a time, and who asks within a second gets the text that is on its way already. Where too much of what was gathered is unread, the oldest answers are
 * cut off, and not the one that comes: it may be the scrape of somebody who reads. RELIABILITY, bad input 9. */
export class Scrapes {
  readonly #metrics: Pick<Metrics, 'text' | 'contentType'>;
  readonly #mostUnread: number;
  /** Texts that are not read to their end, the oldest first. */
  readonly #held = new Set<Scrape>();
  #gathering: Promise<Scrape> | undefined;

  constructor(metrics: Pick<Metrics, 'text' | 'contentType'>, mostUnread: number) {
    this.#metrics = metrics;
    this.#mostUnread = mostUnread;
  }

  /** What who asks is told. Never rejects.
   * @param response where it will be sent */
  async answer(response: ServerResponse): Promise<Answer> {
    try {
      const scrape = this.#recent() ?? (await this.#gather());
      this.#hold(scrape, response);
      return { status: 200, body: scrape.bytes, type: this.#metrics.contentType };
    } catch (error) {
      return { status: 500, body: `the metrics cannot be read: ${lineOf(error)}\n` };
    }
  }

  // the same bytes take no memory
  #recent(): Scrape | undefined {
    const last = [...this.#held].at(-1);
    return last && performance.now() - last.at < SHARED_MS ? last : undefined;
  }

  #gather(): Promise<Scrape> {
    this.#gathering ??= this.#make().finally(() => {
      this.#gathering = undefined;
    });
    return this.#gathering;
  }

  async #make(): Promise<Scrape> {
    const bytes = Buffer.from(await this.#metrics.text());
    this.#makeRoom(bytes.length);
    return { bytes, at: performance.now(), unread: new Set() };
  }

  #makeRoom(length: number): void {
    const most = Math.max(this.#mostUnread, TEXTS * length);
    let sum = length;
    for (const { bytes } of this.#held) sum += bytes.length;
    for (const scrape of this.#held) {
      if (sum <= most) return;
      sum -= scrape.bytes.length;
      this.#held.delete(scrape);
      for (const response of scrape.unread) response.destroy();
    }
  }

  /** Keeps an answer in mind until it is through, or its connection has ended. */
  #hold(scrape: Scrape, response: ServerResponse): void {
    if (response.destroyed) return;
    this.#held.add(scrape);
    scrape.unread.add(response);
    response.once('close', () => {
      scrape.unread.delete(response);
      if (scrape.unread.size === 0) this.#held.delete(scrape);
    });
  }
}
