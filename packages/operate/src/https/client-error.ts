import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { faultOf } from '../fault.ts';

/** Why the parser of HTTP gave a connection up. */
export type ParserRefusal = 'headers' | 'timeout' | 'malformed' | 'limit' | 'gone';

const TIMEOUT = 'ERR_HTTP_REQUEST_TIMEOUT';
const ANSWERS: Readonly<Partial<Record<ParserRefusal, string>>> = {
  headers: '431 Request Header Fields Too Large',
  timeout: '408 Request Timeout',
  malformed: '400 Bad Request',
};

/** Whether the parser only waits for a first request. Node counts the time of its head from the handshake on, yet a client may make a
 * connection ahead of its requests and keep it in its pool, as Go's do. From the first byte on Node counts anew. RELIABILITY, goal 11.
 * @param error from `clientError`
 * @param socket from the same */
export function isUnused(error: Error, socket: Duplex): boolean {
  return faultOf(error).code === TIMEOUT && (socket as Socket).bytesRead === 0;
}

/** Answers what is no request of HTTP, too long a head, or took too long to arrive; the connection ends with it. RELIABILITY, bad
 * inputs 7, 8 and 10.
 * @param error from `clientError`
 * @param socket from the same
 * @param answered whether the head of another answer has been sent already
 * @returns what it was */
export function refuseConnection(error: Error, socket: Duplex, answered: boolean): ParserRefusal {
  const why = whyOf(faultOf(error).code);
  const answer = ANSWERS[why];
  if (answer === undefined || answered || !socket.writable) socket.destroy();
  else socket.end(`HTTP/1.1 ${answer}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
  return why;
}

function whyOf(code: string): ParserRefusal {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers';
  if (code === TIMEOUT) return 'timeout';
  // more requests at once than are taken from one connection: only over TLS does Node call that an error
  if (code === 'HPE_PAUSED') return 'limit';
  return code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE' ? 'malformed' : 'gone';
}
