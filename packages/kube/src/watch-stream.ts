import { ApiError, hasCode } from './api-error.ts';
import type { Clock } from './clock.ts';
import { type Ask, askedOf, exchange } from './exchange.ts';
import { Lines } from './lines.ts';
import type { ApiObject } from './resource.ts';
import { slices } from './slices.ts';
import type { Transport } from './transport.ts';

/** One line of a watch. `ERROR` carries a Status. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: ApiObject;
}

/** The stream holds a line that cannot be read. What it said is unknown, so nothing after it can be trusted either. */
export class BrokenStream extends ApiError {
  /** @param asked what was asked
   * @param cause what is wrong with the line */
  constructor(asked: string, cause: unknown) {
    super('unavailable', `${asked} has sent a line that cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** The connection was lost after the headers of the stream had come. Something on the way has done it, for example a load balancer: the
 * cluster has refused nothing. */
export class CutStream extends ApiError {
  /** @param error what the exchange has ended with */
  constructor({ message, cause }: ApiError) {
    super('unavailable', message, { cause });
  }
}

const TYPES: ReadonlySet<unknown> = new Set(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']);

/** Watches, and hands every event over in its order, one after the other. Resolves when the server ends the stream.
 * @param transport to the cluster
 * @param clock whose time
 * @param ask what is asked; its `timeoutMs` is the longest silence
 * @param each gets every event; where it gives a promise, the next event waits for it */
export function watchStream(transport: Transport, clock: Clock, ask: Ask, each: (event: WatchEvent) => void | Promise<void>): Promise<void> {
  return exchange(transport, clock, ask, async (pieces) => {
    const lines = new Lines();
    const turn = slices(clock);
    for await (const piece of untilCut(pieces)) {
      for (const event of eventsIn(lines, piece, ask)) {
        const wait = each(event) ?? turn();
        if (wait) await wait;
      }
    }
    if (lines.pending) throw new BrokenStream(askedOf(ask), 'it ends in the middle of a line');
  });
}

async function* untilCut(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    yield* pieces;
  } catch (error) {
    throw hasCode(error, 'unavailable') ? new CutStream(error) : error;
  }
}

function* eventsIn(lines: Lines, piece: Uint8Array, ask: Ask): Generator<WatchEvent, void> {
  const texts = lines.push(piece);
  for (;;) {
    let event: WatchEvent;
    try {
      const next = texts.next();
      if (next.done) return;
      event = parseEvent(next.value);
    } catch (cause) {
      throw new BrokenStream(askedOf(ask), cause);
    }
    yield event;
  }
}

function parseEvent(line: string): WatchEvent {
  const event = JSON.parse(line) as Partial<WatchEvent> | null;
  if (event === null || !TYPES.has(event.type)) throw new SyntaxError('it is no event of a watch');
  if (typeof event.object !== 'object' || event.object === null) throw new SyntaxError('the event has no object');
  return event as WatchEvent;
}
