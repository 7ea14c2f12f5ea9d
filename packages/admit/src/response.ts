import { type CauseReason, type Causes, type Diagnostic, type Outcome, showText } from '@instancetype/conflict';

const MAX_CAUSES = 10;
const MAX_WARNINGS = 10;
const MAX_WARNING = 256;
/** The longest name of an annotation that Kubernetes takes has 317 characters. */
const MAX_FIELD = 512;
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;
const UNPROCESSABLE = 422;
const BAD_REQUEST = 400;

/** A status cause of the Kubernetes API. */
export interface StatusCause {
  readonly reason: CauseReason;
  readonly message: string;
  readonly field?: string | undefined;
}

/** Why a review is denied, as a Status of the Kubernetes API. */
export interface ReviewStatus {
  readonly code: number;
  readonly message: string;
  readonly reason?: 'Invalid';
  readonly details?: { readonly causes: readonly StatusCause[] };
}

/** The `response` of an AdmissionReview, without what belongs to the request. */
export interface ReviewResponse {
  readonly allowed: boolean;
  readonly status?: ReviewStatus;
  /** At most 10 texts of at most 256 characters. */
  readonly warnings?: readonly string[];
}

/** What a webhook answers (BEHAVIOUR 7.6): 422 with the first ten causes where all of them have a reason, 400 with one message
 * where one has none.
 * @param outcome what a judgement came to; only its notes and causes are looked at
 * @param warnings texts that come before the outcome's own warnings */
export function responseOf(outcome: Outcome<unknown>, warnings: readonly string[] = []): ReviewResponse {
  const notes = outcome.ok ? outcome.notes.filter((note) => note.severity === 'warning').map((note) => note.message) : [];
  const said = warningsOf([...warnings, ...notes]);
  const rest = said.length === 0 ? {} : { warnings: said };
  return outcome.ok ? { allowed: true, ...rest } : { allowed: false, status: statusOf(outcome.causes), ...rest };
}

function statusOf(causes: Causes): ReviewStatus {
  const errors = causes.filter((cause) => cause.severity === 'error');
  const bare = errors.find((cause) => cause.reason === undefined);
  if (bare || errors.length === 0) return { code: BAD_REQUEST, message: (bare ?? causes[0]).message };
  const told = errors.slice(0, MAX_CAUSES);
  const more = errors.length - told.length;
  const message = told.map((cause) => cause.message).join(', ') + (more === 0 ? '' : `, and ${more} more`);
  return { code: UNPROCESSABLE, reason: 'Invalid', message, details: { causes: told.map(causeOf) } };
}

function causeOf({ reason, message, field }: Diagnostic): StatusCause {
  return { reason: reason as CauseReason, message, ...(field !== undefined && { field: shown(field) }) };
}

/** A field's name may be a user's: it is printed in terminals, and may be as long as a review. */
function shown(field: string): string {
  return field.length > MAX_FIELD || UNSHOWABLE.test(field) ? showText(field) : field;
}

function warningsOf(texts: readonly string[]): readonly string[] {
  const different = [...new Set(texts)];
  if (different.length <= MAX_WARNINGS) return different.map(cut);
  const told = different.slice(0, MAX_WARNINGS - 1).map(cut);
  return [...told, `${different.length - told.length} more warnings are not listed.`];
}

function cut(text: string): string {
  if (text.length <= MAX_WARNING) return text;
  // not in the middle of a character that takes two units
  return `${text.slice(0, MAX_WARNING - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
