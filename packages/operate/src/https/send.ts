import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from './exchange.ts';
import type { Refusal } from './refusal.ts';

// a body as short as this is read and thrown away, so that the connection can be used again
const SHORT = 64 * 1024;
// how much of a body that nobody wants is read so that the client, which may still be sending, sees the answer and not a reset
const LINGER_BYTES = 1024 * 1024;
const LINGER_MS = 1_000;
const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain; charset=utf-8';

/** Sends the reply of a handler.
 * @param response where to
 * @param reply what
 * @param closes whether the connection ends with it */
export function sendReply(response: ServerResponse, reply: Reply, closes: boolean): void {
  const { status, body, contentType = JSON_TYPE, headers } = reply;
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
  response.writeHead(status, { ...headers, 'content-type': contentType, 'content-length': length, ...(closes && { connection: 'close' }) });
  response.end(body);
}

/** Sends a refusal, whose request may have an unread body.
 * @param request what is refused
 * @param response where to
 * @param refusal why
 * @param closes whether the connection has to end with it in any case */
export function sendRefusal(request: IncomingMessage, response: ServerResponse, refusal: Refusal, closes: boolean): void {
  const text = `${refusal.text}\n`;
  const unread = request.complete ? 0 : unreadBytes(request);
  const ends = closes || refusal.closes === true || unread > SHORT;
  const length = Buffer.byteLength(text);
  response.writeHead(refusal.status, { ...refusal.headers, 'content-type': TEXT_TYPE, 'content-length': length, 'x-content-type-options': 'nosniff', ...(ends && { connection: 'close' }) });
  if (ends && unread > 0) return linger(request, response, text);
  response.end(text);
  request.resume();
}

function unreadBytes({ headers }: IncomingMessage): number {
  if (headers['transfer-encoding'] !== undefined) return Number.POSITIVE_INFINITY;
  return Number(headers['content-length'] ?? 0);
}

/** Sends the whole answer, and ends the connection only when the client has had time to see it. */
function linger(request: IncomingMessage, response: ServerResponse, text: string): void {
  response.write(text);
  let left = LINGER_BYTES;
  const end = (): void => {
    clearTimeout(timer);
    request.off('data', count).off('end', end).off('close', end).off('error', end).pause();
    response.end();
  };
  const count = (chunk: Buffer): void => {
    left -= chunk.length;
    if (left < 0) end();
  };
  const timer = setTimeout(end, LINGER_MS);
  request.on('data', count).on('end', end).on('close', end).on('error', end).resume();
}
