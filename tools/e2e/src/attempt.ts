import { setTimeout as sleep } from 'node:timers/promises';

/** The parts of an error of the API that are told. */
interface ApiFailure extends Error {
  readonly status: number;
  readonly reason: string;
  readonly details?: { readonly causes?: readonly { readonly field: string }[] };
}

/** What something came to, or what it failed with.
 * @param promise that */
export async function attempt<T>(promise: Promise<T>): Promise<T | Error> {
  try {
    return await promise;
  } catch (error) {
    return error as Error;
  }
}

/** What a refusal of the API server says. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly message: string;
  /** Of the status causes, in their order. */
  readonly fields: readonly string[];
}

/** What a refusal of the API server says; undefined where there was none.
 * @param result from `attempt` */
export function refusal(result: unknown): Refusal | undefined {
  if (!(result instanceof Error)) return undefined;
  const { status, reason, details, message } = result as ApiFailure;
  return { status, reason, message, fields: details?.causes?.map(({ field }) => field) ?? [] };
}

/** Waits until something is so.
 * @param isTrue tells whether it is */
export async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 400; look++) {
    if (await isTrue()) return;
    await sleep(50);
  }
  throw new Error('It did not come about within 20 s.');
}
