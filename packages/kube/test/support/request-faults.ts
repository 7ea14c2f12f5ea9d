import type { ByteStream } from './byte-stream.ts';
import type { Random } from '@instancetype-tools/random';
import { type Fault, refuse } from './scripted-server.ts';

type Kind = (stream: ByteStream) => ReturnType<Fault>;

const status =
  (code: number, reason: string, retryAfter?: string): Kind =>
  (stream) => ({ status: refuse(stream, code, reason), retryAfter });

const body =
  (text: string, contentType = 'application/json'): Kind =>
  (stream) => {
    stream.write(text);
    stream.end();
    return { contentType };
  };

const KINDS: readonly Kind[] = [
  status(410, 'Expired'),
  status(504, 'Timeout: Too large resource version'),
  status(500, 'InternalError'),
  status(503, 'ServiceUnavailable'),
  status(401, 'Unauthorized'),
  status(403, 'Forbidden'),
  status(404, 'NotFound'),
  status(422, 'Invalid'),
  status(429, 'TooManyRequests', '7'),
  status(429, 'TooManyRequests', '3600'),
  body(''),
  body('<html>sign in</html>', 'text/html'),
  body('{"kind":"Table","metadata":{"resourceVersion":"7"},"rows":[]}'),
  body('{"kind":"VirtualMachineList","metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"a"'),
  body('{"kind":"VirtualMachineList","metadata":{},"items":[]}'),
  () => new Error('ECONNREFUSED'),
  () => 'hang',
  () => ({}),
];

/** One or two ways to fail, for all requests, or for lists, watches, later pages or some of them by chance. */
export function requestFaults(random: Random): Fault {
  const kinds = [random.pick(KINDS), random.pick(KINDS)];
  const which = random.pick<(request: Parameters<Fault>[0]) => boolean>([
    () => true,
    ({ watch }) => watch,
    ({ watch }) => !watch,
    ({ query }) => query.has('continue'),
    ({ query }) => query.has('sendInitialEvents'),
    () => random.chance(0.5),
  ]);
  return (request, stream) => (which(request) ? random.pick(kinds)(stream) : undefined);
}
