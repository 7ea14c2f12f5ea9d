import type { IncomingMessage } from 'node:http';
import { readProtobuf } from './protobuf.ts';
import { badRequest, statusError } from './status.ts';

const LIMIT = 3 * 1024 * 1024;

const PROTOBUF = 'application/vnd.kubernetes.protobuf';

/** Reads the body of a request; undefined where there is none. An API server takes 3 MiB.
 * @param request the request
 * @throws StatusError 413, 415, or 400 where it cannot be read */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const body = await bytesOf(request);
  if (body.length === 0) return undefined;
  const type = (request.headers['content-type'] ?? 'application/json').split(';')[0]?.trim() ?? '';
  if (type === PROTOBUF) return readProtobuf(body);
  if (!type.endsWith('json')) throw statusError(415, 'UnsupportedMediaType', 'the body of the request was in an unknown format - accepted media types include: application/json');
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw badRequest(`the body is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMIT) throw statusError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${LIMIT}`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
