// in Node, browsers and workers alike, and in no library of types that they share
declare function atob(encoded: string): string;

/** The text that base64 (RFC 4648, with padding; line breaks do not count) holds as UTF-8; undefined where it is neither.
 * @param encoded any text */
export function decodeBase64(encoded: string): string | undefined {
  const digits = encoded.replaceAll(/[\r\n]/g, '');
  // atob forgives what Go does not: spaces, and padding that is not there
  if (digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) return undefined;
  try {
    return decodeURIComponent(atob(digits).replaceAll(/[^]/g, escapeByte));
  } catch {
    // not UTF-8
    return undefined;
  }
}

/** A byte as `decodeURIComponent` reads it. */
function escapeByte(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
