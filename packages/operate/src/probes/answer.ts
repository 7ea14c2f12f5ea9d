import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a probe or a scrape is told. */
export interface Answer {
  readonly status: number;
  readonly body: string | Buffer;
  /** Plain text by default. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const TEXT = 'text/plain; charset=utf-8';

/** Sends an answer, with which the connection ends.
 * @param request what is answered
 * @param response where to
 * @param answer what */
export function sendAnswer(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { status, body, type = TEXT, headers } = answer;
  request.resume();
  response.writeHead(status, { ...headers, 'content-type': type, 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', connection: 'close' });
  response.end(request.method === 'HEAD' ? undefined : body);
}
