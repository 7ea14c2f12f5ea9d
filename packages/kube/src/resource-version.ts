/** Whether one resource version is older than another. Versions of one resource are integers that grow; where either is none,
 * nothing is known, and the answer is no.
 * @param version the one
 * @param than the other */
export function isOlder(version: string | undefined, than: string | undefined): boolean {
  if (!isInteger(version) || !isInteger(than)) return false;
  return version.length === than.length ? version < than : version.length < than.length;
}

function isInteger(version: string | undefined): version is string {
  return version !== undefined && /^[1-9][0-9]*$/.test(version);
}
