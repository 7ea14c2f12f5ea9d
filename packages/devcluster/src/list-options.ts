import type { Store } from './store.ts';
import { badRequest, invalid, statusError } from './status.ts';

/** What a list or watch asks for beside selectors. */
export interface ListOptions {
  /** Undefined where it is not given. */
  readonly version: number | undefined;
  readonly match: string;
  readonly limit: number;
  readonly continue: string;
}

const OPTIONS = { group: 'meta.k8s.io', kind: 'ListOptions' };
const MATCHES: readonly string[] = ['Exact', 'NotOlderThan'];

/** Reads the options of a list.
 * @param query of the request
 * @throws StatusError where they contradict each other */
export function listOptions(query: URLSearchParams): ListOptions {
  const version = versionOf(query);
  const match = query.get('resourceVersionMatch') ?? '';
  const token = query.get('continue') ?? '';
  const limit = integer(query.get('limit') ?? '');
  if (query.has('sendInitialEvents')) throw refused('sendInitialEvents', 'Forbidden: sendInitialEvents is forbidden for list', 'FieldValueForbidden');
  if (match !== '') checkMatch(match, version, token);
  if (token !== '' && version !== undefined && version !== 0) throw badRequest('specifying resource version is not allowed when using continue');
  return { version, match, limit, continue: token };
}

function checkMatch(match: string, version: number | undefined, token: string): void {
  if (version === undefined) throw refused('resourceVersionMatch', 'Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided', 'FieldValueForbidden');
  if (token !== '') throw refused('resourceVersionMatch', 'Forbidden: resourceVersionMatch is forbidden when continue is provided', 'FieldValueForbidden');
  if (!MATCHES.includes(match)) throw refused('resourceVersionMatch', `Unsupported value: ${JSON.stringify(match)}: supported values: "Exact", "NotOlderThan", ""`, 'FieldValueNotSupported');
  if (match === 'Exact' && version === 0) throw refused('resourceVersionMatch', 'Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"', 'FieldValueForbidden');
}

/** Whether a watch wants all objects first, and then a bookmark that says so.
 * @param query of the request
 * @throws StatusError where the options contradict each other */
export function wantsInitialEvents(query: URLSearchParams): boolean {
  const wanted = query.get('sendInitialEvents');
  const match = query.get('resourceVersionMatch') ?? '';
  if (wanted === null) {
    if (match !== '') throw refused('resourceVersionMatch', 'Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided', 'FieldValueForbidden');
    return false;
  }
  if (match !== 'NotOlderThan') throw refused('resourceVersionMatch', 'Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan', 'FieldValueForbidden');
  return wanted === 'true' || wanted === '1';
}

/** The resource version that is asked for.
 * @param query of the request
 * @throws StatusError where it is none */
export function versionOf(query: URLSearchParams): number | undefined {
  const asked = query.get('resourceVersion') ?? '';
  if (asked === '') return undefined;
  if (!/^\d{1,15}$/.test(asked)) throw invalidVersion(asked);
  return Number(asked);
}

function invalidVersion(asked: string): Error {
  return statusError(400, 'BadRequest', `invalid resource version: resourceVersion: Invalid value: ${JSON.stringify(asked)}: strconv.ParseUint: parsing ${JSON.stringify(asked)}: invalid syntax`);
}

/** Refuses a version that is still to come.
 * @param store has the latest
 * @param version that is asked for */
export function checkReached(store: Store, version: number): void {
  if (version <= store.version) return;
  const details = { causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }], retryAfterSeconds: 1 };
  throw statusError(504, 'Timeout', `Timeout: Too large resource version: ${version}, current: ${store.version}`, details);
}

function integer(text: string): number {
  if (!/^\d{0,15}$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

function refused(field: string, message: string, reason: string): Error {
  return invalid(OPTIONS, '', [{ reason, message, field }]);
}
