import type { ServerResponse } from 'node:http';
import type { LoggedRequest } from './request-log.ts';
import { statusError } from './status.ts';

/** What a test may do to a request: nothing, wait, answer with a failure, or cut the connection. */
export interface Fault {
  /** Milliseconds before anything else happens. */
  readonly delay?: number;
  readonly status?: { readonly code: number; readonly reason: string; readonly message?: string; readonly retryAfterSeconds?: number };
  readonly cut?: boolean;
}

/** Decides on a fault for each request. */
export type FaultInjector = (request: Omit<LoggedRequest, 'code'>) => Fault | undefined;

/** Does to a request what a fault says.
 * @param fault what
 * @param response of the request
 * @throws StatusError where the fault is a status */
export async function suffer({ delay, status, cut }: Fault, response: ServerResponse): Promise<void> {
  if (delay !== undefined) await new Promise((resolve) => setTimeout(resolve, delay));
  if (cut) response.destroy();
  if (!status || cut) return;
  const { code, reason, message = reason, retryAfterSeconds } = status;
  if (retryAfterSeconds !== undefined) response.setHeader('retry-after', retryAfterSeconds);
  throw statusError(code, reason, message, retryAfterSeconds === undefined ? undefined : { retryAfterSeconds });
}
