import type { IncomingMessage } from 'node:http';

/** How many bytes of long bodies are held at once, by all requests. */
export class BodyBudget {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** Whether there is room for so many bytes more; they are then taken. */
  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }

  give(bytes: number): void {
    this.#left += bytes;
  }
}

/** What became of a body: its bytes, or why they are not there. */
export type BodyRead = {
  /** How many bytes were read and held. */
  readonly read: number;
  /** What of the budget the caller has to give back. */
  readonly taken: number;
} & ({ readonly bytes: Buffer } | { readonly bytes?: undefined; readonly why: 'large' | 'busy' | 'gone' });

const NOTHING: Buffer = Buffer.alloc(0);
// short bodies need nothing of the budget, so that those who send long ones do not shut out the others
const FREE = 64 * 1024;

/** Reads a body up to a limit. The request is left paused where the body is too long.
 * @param request with an unread body
 * @param limit how many bytes it may have
 * @param budget what all bodies together may have
 * @returns never rejects */
export function readBody(request: IncomingMessage, limit: number, budget: BodyBudget): Promise<BodyRead> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let read = 0;
    let taken = 0;
    const end = (bytes: Buffer | 'large' | 'busy' | 'gone'): void => {
      request.off('data', take).off('end', finish).off('close', leave).off('error', leave);
      chunks = [];
      resolve(typeof bytes === 'string' ? { read, taken, why: bytes } : { read, taken, bytes });
    };
    const stop = (why: 'large' | 'busy'): void => {
      request.pause();
      end(why);
    };
    const take = (chunk: Buffer): void => {
      if (read + chunk.length > limit) return stop('large');
      const more = Math.max(0, read + chunk.length - FREE) - taken;
      if (!budget.take(more)) return stop('busy');
      taken += more;
      read += chunk.length;
      chunks.push(chunk);
    };
    const finish = (): void => end(chunks.length > 1 ? Buffer.concat(chunks, read) : (chunks[0] ?? NOTHING));
    const leave = (): void => end('gone');
    request.on('data', take).on('end', finish).on('close', leave).on('error', leave);
  });
}
