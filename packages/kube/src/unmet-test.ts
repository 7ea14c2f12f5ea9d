import { ApiError, hasCode } from './api-error.ts';

/** The error of a JSON patch that begins with a `test`. An API server answers 422 where such a patch does not fit the object, and does
 * not say which operation it was; it names causes where it refuses what would come of the patch. So without causes, the object is
 * not as the author of the patch has seen it.
 * @param error of the request */
export function errorOfJsonPatch(error: unknown): unknown {
  if (!hasCode(error, 'invalid') || error.status !== 422) return error;
  const { status, reason, details } = error;
  const causes = (details as { readonly causes?: unknown } | null | undefined)?.causes;
  const told = Array.isArray(causes) ? causes.map((cause) => String((cause as { readonly message?: unknown } | null)?.message)) : [];
  if (told.length > 0 && !told.some((text) => /test failed|error in test for path/i.test(text))) return error;
  return new ApiError('conflict', `${error.message}. The object is not as this patch expects it: read it again`, { status, reason, details, cause: error });
}
