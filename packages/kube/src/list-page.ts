import { showText } from '@instancetype/conflict';
import { ApiError } from './api-error.ts';
import type { Clock } from './clock.ts';
import { type Ask, askedOf, exchange } from './exchange.ts';
import { ListScanner } from './list-scanner.ts';
import type { ApiObject } from './resource.ts';
import { slices } from './slices.ts';
import type { Transport } from './transport.ts';

/** What a page says besides its items. */
export interface PageEnd {
  readonly resourceVersion?: string | undefined;
  /** Asks for the next page. */
  readonly continue?: string | undefined;
}

/** Asks for one page of a list and hands its items over as they come in.
 * @param transport to the cluster
 * @param clock whose time
 * @param ask what is asked
 * @param each gets every item */
export function listPage(transport: Transport, clock: Clock, ask: Ask, each: (item: ApiObject) => void): Promise<PageEnd> {
  return exchange(transport, clock, ask, async (pieces) => {
    const scanner = new ListScanner();
    const turn = slices(clock);
    for await (const piece of pieces) {
      for (const text of reading(ask, () => scanner.push(piece))) each(reading(ask, () => JSON.parse(text) as ApiObject));
      const wait = turn();
      if (wait) await wait;
    }
    return reading(ask, () => endOf(scanner.envelope()));
  });
}

function reading<T>(ask: Ask, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new ApiError('unavailable', `${askedOf(ask)} was not answered with a list: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function endOf(envelope: unknown): PageEnd {
  const { kind, metadata } = envelope as { readonly kind?: unknown; readonly metadata?: Readonly<Record<string, unknown>> | null };
  if (typeof kind === 'string' && !kind.endsWith('List')) throw new SyntaxError(`its kind is ${showText(kind)}.`);
  return { resourceVersion: textOf(metadata?.['resourceVersion']), continue: textOf(metadata?.['continue']) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
