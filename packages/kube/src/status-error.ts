import { showLine, showText } from '@instancetype/conflict';
import { ApiError, type ApiErrorCode } from './api-error.ts';

/** The longest wait that a server can impose, in seconds: a server that asks for an hour must not silence a controller for one. */
const MAX_RETRY_AFTER_SECONDS = 60;

const BY_STATUS: ReadonlyMap<number, ApiErrorCode> = new Map<number, ApiErrorCode>([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [408, 'timed-out'],
  [409, 'conflict'],
  [410, 'gone'],
  [412, 'conflict'],
  [429, 'too-many-requests'],
  [504, 'timed-out'],
]);

/** The part of a Kubernetes Status that is read. */
interface StatusLike {
  readonly kind?: unknown;
  readonly code?: unknown;
  readonly reason?: unknown;
  readonly message?: unknown;
  readonly details?: unknown;
}

/** The error that an answer of the cluster stands for.
 * @param status HTTP status
 * @param body the text of the answer: a Kubernetes Status, or anything that a proxy sends
 * @param asked what was asked, for the message: `GET /api/v1/...`
 * @param retryAfter the header of that name, in seconds or as a date */
export function errorOfAnswer(status: number, body: string, asked: string, retryAfter?: string): ApiError {
  const parsed = parseStatus(body);
  if (parsed) return errorOfStatus({ ...parsed, code: status }, asked, retryAfter);
  const said = body.trim();
  const text = said === '' ? '' : `: ${showLine(said, 200)}`;
  return new ApiError(codeOf(status, undefined), `${asked} was answered with ${status}${text}`, { status, retryAfterSeconds: seconds(retryAfter) });
}

/** The error that a Kubernetes Status stands for, as an answer or as an event of a watch.
 * @param status the Status; fields of a wrong type count as unset
 * @param asked what was asked
 * @param retryAfter as in {@link errorOfAnswer}; else `details.retryAfterSeconds` counts */
export function errorOfStatus(status: object, asked: string, retryAfter?: string): ApiError {
  const { code, reason: givenReason, message, details } = status as StatusLike;
  const number = typeof code === 'number' ? code : 500;
  const reason = typeof givenReason === 'string' ? givenReason : undefined;
  const told = typeof message === 'string' && message !== '' ? `: ${showLine(message, 1000)}` : '';
  const wait = seconds(retryAfter) ?? seconds((details as { readonly retryAfterSeconds?: unknown } | null | undefined)?.retryAfterSeconds);
  const facts = { status: number, reason, details, retryAfterSeconds: wait };
  return new ApiError(codeOf(number, reason), `${asked} was answered with ${number}${reason ? ` ${showText(reason.slice(0, 100))}` : ''}${told}`, facts);
}

/** Whether the cluster says that it has not seen the asked resource version yet: after a restore of its storage it never will.
 * @param error of a list or a watch */
export function isTooLargeResourceVersion(error: ApiError): boolean {
  const causes = (error.details as { readonly causes?: unknown } | null | undefined)?.causes;
  if (Array.isArray(causes) && causes.some((cause) => (cause as { readonly reason?: unknown } | null)?.reason === 'ResourceVersionTooLarge')) return true;
  return error.code === 'timed-out' && error.message.includes('Too large resource version');
}

function parseStatus(body: string): StatusLike | undefined {
  try {
    const parsed = JSON.parse(body) as StatusLike;
    return parsed.kind === 'Status' ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function codeOf(status: number, reason: string | undefined): ApiErrorCode {
  if (reason === 'AlreadyExists') return 'already-exists';
  if (reason === 'Expired') return 'gone';
  return BY_STATUS.get(status) ?? (status >= 400 && status < 500 ? 'invalid' : 'unavailable');
}

function seconds(given: unknown): number | undefined {
  if (given === undefined || given === null || given === '') return undefined;
  const number = Number(given);
  const wait = Number.isNaN(number) ? (Date.parse(String(given)) - Date.now()) / 1000 : number;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), MAX_RETRY_AFTER_SECONDS);
}
