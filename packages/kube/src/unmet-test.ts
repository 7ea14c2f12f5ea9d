import { ApiError, hasCode } from './api-error.ts';

/** What every API server says where a JSON patch does not fit the object, and nothing else. A webhook that refuses what would come of the
 * patch has its name before whatever it says. */
const UNFITTING = /^PATCH \S+ was answered with 422 Invalid: the server rejected our request due to an error in our request$/;
/** How the library says it that applies patches in an API server. */
const UNMET = /^(testing value .* failed|error in test for path)/i;

/** The error of a JSON patch that begins with a `test`. An API server answers 422 where such a patch does not fit the object, and does
 * not say which operation it was. It answers 422 as well where it, or a webhook, refuses what would come of the patch: then the object may
 * well be as the author of the patch has seen it, and to read it again would lead to the same patch for ever.
 * @param error of the request */
export function errorOfJsonPatch(error: unknown): unknown {
  if (!hasCode(error, 'invalid') || error.status !== 422 || !(UNFITTING.test(error.message) || hasUnmetCause(error))) return error;
  const { status, reason, details } = error;
  return new ApiError('conflict', `${error.message}. The object is not as this patch expects it: read it again`, { status, reason, details, cause: error });
}

function hasUnmetCause({ details }: ApiError): boolean {
  const causes = (details as { readonly causes?: unknown } | null | undefined)?.causes;
  return Array.isArray(causes) && causes.some((cause) => UNMET.test(String((cause as { readonly message?: unknown } | null)?.message)));
}
