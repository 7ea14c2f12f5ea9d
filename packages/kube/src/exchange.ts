import { showText } from '@instancetype/conflict';
import { ApiError } from './api-error.ts';
import type { Clock } from './clock.ts';
import { type Deadline, deadline } from './deadline.ts';
import { errorOfAnswer } from './status-error.ts';
import type { Answer, Call, Transport } from './transport.ts';

/** The longest answer for one object: an object has at most 3 MiB. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
/** Of an answer that is an error, what is worth reading. */
const MAX_ERROR_BYTES = 64 * 1024;
/** What is worked on at once, so that everything else gets its turn, however much arrives at once. */
const MAX_PIECE_BYTES = 128 * 1024;

/** What is asked of a cluster. */
export type Ask = Omit<Call, 'signal'> & {
  /** The longest silence between one piece of the answer and the next, in ms. */
  readonly timeoutMs: number;
  /** The longest time until the headers are there, where it is another, in ms. */
  readonly headersTimeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** Sends a request and reads the answer, piece by piece. It ends with an ApiError, or with the reason of the caller's signal.
 * @param transport to the cluster
 * @param clock whose time
 * @param ask what is asked
 * @param read reads the body; what it throws passes through, and the exchange ends with it */
export async function exchange<T>(transport: Transport, clock: Clock, ask: Ask, read: (pieces: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T> {
  const { timeoutMs, headersTimeoutMs, signal, ...call } = ask;
  const asked = askedOf(ask);
  const limit = deadline(clock, timeoutMs, asked, signal, headersTimeoutMs);
  try {
    limit.signal.throwIfAborted();
    const answer = await sent(transport, { ...call, signal: limit.signal }, limit);
    limit.extend();
    const pieces = timely(answer.body, limit);
    const refusal = await refusalOf(answer, pieces, asked);
    if (refusal) throw refusal;
    return await read(pieces);
  } finally {
    limit.clear();
  }
}

/** Sends a request and parses the whole answer.
 * @param transport to the cluster
 * @param clock whose time
 * @param ask what is asked */
export function exchangeJson(transport: Transport, clock: Clock, ask: Ask): Promise<unknown> {
  return exchange(transport, clock, ask, async (pieces) => {
    const { whole, complete } = await bytesOf(pieces, MAX_ANSWER_BYTES);
    if (!complete) throw new ApiError('unavailable', `${askedOf(ask)} was answered with more than ${MAX_ANSWER_BYTES} bytes`);
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(whole)) as unknown;
    } catch (cause) {
      throw new ApiError('unavailable', `${askedOf(ask)} was not answered with JSON`, { cause });
    }
  });
}

/** What was asked, for messages.
 * @param ask what is asked */
export function askedOf({ method, path }: Pick<Ask, 'method' | 'path'>): string {
  return `${method} ${showText(path.split('?')[0] ?? '')}`;
}

// a transport may have to ask somebody for credentials first, and nobody waits for that longer than for the cluster
async function sent(transport: Transport, call: Call, limit: Deadline): Promise<Answer> {
  try {
    return await limit.race(transport.send(call));
  } catch (error) {
    throw limit.explain(error);
  }
}

async function refusalOf({ status, contentType, retryAfter }: Answer, pieces: AsyncIterable<Uint8Array>, asked: string): Promise<ApiError | undefined> {
  const refused = status >= 300 || status < 200;
  // a login page of a proxy comes with status 200 too
  const foreign = contentType !== undefined && !contentType.includes('json');
  if (!refused && !foreign) return undefined;
  const { whole } = await bytesOf(pieces, MAX_ERROR_BYTES);
  if (refused) return errorOfAnswer(status, whole.toString('utf8'), asked, retryAfter);
  return new ApiError('unavailable', `${asked} was answered with ${showText(contentType ?? '')} instead of JSON: is something else in front of the API server?`, { status });
}

// each piece starts the time limit anew
async function* timely(body: AsyncIterable<Uint8Array>, limit: Deadline): AsyncGenerator<Uint8Array, void> {
  try {
    for await (const piece of body) {
      limit.extend();
      for (let start = 0; start < piece.length; start += MAX_PIECE_BYTES) {
        limit.signal.throwIfAborted();
        yield piece.length <= MAX_PIECE_BYTES ? piece : piece.subarray(start, start + MAX_PIECE_BYTES);
      }
    }
  } catch (error) {
    throw limit.explain(error);
  }
}

async function bytesOf(pieces: AsyncIterable<Uint8Array>, limit: number): Promise<{ readonly whole: Buffer; readonly complete: boolean }> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    parts.push(piece);
    bytes += piece.length;
    if (bytes > limit) break;
  }
  return { whole: Buffer.concat(parts).subarray(0, limit), complete: bytes <= limit };
}
