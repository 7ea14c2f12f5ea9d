import type { IncomingMessage } from 'node:http';
import { showText } from '@instancetype/conflict';

/** What the server answers without asking a handler. */
export interface Refusal {
  readonly status: number;
  /** One line for a person, without its newline. */
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the connection has to end with it. */
  readonly closes?: boolean;
}

const JSON_TYPE = /^application\/json[ \t]*(?:;[ \t]*charset[ \t]*=[ \t]*"?utf-8"?[ \t]*)?$/i;

/** Why the head of a request for a known path cannot be served, if so. RELIABILITY, bad inputs 4 to 7.
 * @param request with an unread body
 * @param bodyBytes how long the body may be */
export function refusalOf(request: IncomingMessage, bodyBytes: number): Refusal | undefined {
  const { method = '', headers } = request;
  if (method !== 'POST') return { status: 405, text: `only POST is answered here, not ${method}`, headers: { allow: 'POST' } };
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return { status: 415, text: `the Content-Encoding "${showText(encoding)}" is not taken: send the body as it is` };
  const type = headers['content-type'];
  if (type === undefined) return { status: 415, text: 'there is no Content-Type: it must be application/json' };
  if (!JSON_TYPE.test(type)) return { status: 415, text: `the Content-Type "${showText(type)}" is not taken: it must be application/json in utf-8` };
  return Number(headers['content-length'] ?? 0) > bodyBytes ? tooLarge(bodyBytes) : undefined;
}

/** The refusal of a path that no handler serves. */
export const UNKNOWN_PATH: Refusal = Object.freeze({ status: 404, text: 'there is nothing at this path' });

/** The refusal of a body that is too long.
 * @param bodyBytes how long it may be */
export function tooLarge(bodyBytes: number): Refusal {
  return { status: 413, text: `the body has more than ${bodyBytes} bytes`, closes: true };
}

/** The refusal of what is too much at once. */
export const BUSY: Refusal = Object.freeze({ status: 429, text: 'too many requests are at work: try again later', headers: Object.freeze({ 'retry-after': '1' }) });

/** The refusal of a client whose certificate has no name of the list. */
export const UNKNOWN_CALLER: Refusal = Object.freeze({ status: 403, text: 'the name in the client certificate may not call this server', closes: true });

/** The answer when a handler failed. */
export const FAILED: Refusal = Object.freeze({ status: 500, text: 'this request could not be answered: the log of the server says why' });

/** The answer when a handler took too long. */
export const LATE: Refusal = Object.freeze({ status: 504, text: 'this request was not answered in time' });
