import type { Call, Connection } from '@instancetype/kube';

const TIMEOUT_MS = 30_000;

/** A request that a typed client has no method for.
 * @param connection to which cluster, as whom
 * @param method of HTTP
 * @param path with its query
 * @param body an object
 * @returns the status, and the answer: an object, or a text where it is no JSON */
export async function sendJson(connection: Connection, method: Call['method'], path: string, body?: object): Promise<{ readonly status: number; readonly body: unknown }> {
  const sent = body === undefined ? {} : { contentType: 'application/json', body: JSON.stringify(body) };
  const answer = await connection.send({ method, path, ...sent, signal: AbortSignal.timeout(TIMEOUT_MS) });
  const pieces: Uint8Array[] = [];
  for await (const piece of answer.body) pieces.push(piece);
  const text = Buffer.concat(pieces).toString();
  // a path that nobody serves is answered in plain words
  return { status: answer.status, body: answer.contentType?.startsWith('application/json') ? (JSON.parse(text) as unknown) : text };
}
