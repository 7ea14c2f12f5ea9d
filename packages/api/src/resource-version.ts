// versions of one resource are integers that grow
const INTEGER = /^[1-9][0-9]*$/;

/** Whether one resource version is older than another. Where either is no number, nothing is known, and the answer is no.
 * @param version the one
 * @param than the other */
export function isOlderVersion(version: string | undefined, than: string | undefined): boolean {
  if (version === undefined || than === undefined || !INTEGER.test(version) || !INTEGER.test(than)) return false;
  return version.length === than.length ? version < than : version.length < than.length;
}

/** Whether who has seen one resource version has seen another. Where either is no number, only the same one is.
 * @param seen the one; undefined means that nothing was seen
 * @param wanted the other */
export function hasReachedVersion(seen: string | undefined, wanted: string): boolean {
  return seen === wanted || isOlderVersion(wanted, seen);
}
