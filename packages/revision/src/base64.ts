const PADDING = 0x3d;

/** The text that base64 (RFC 4648, with padding; line breaks do not count) holds as UTF-8; undefined where it is neither.
 * Written out because neither Buffer nor atob is everywhere that this package runs.
 * @param encoded any text */
export function decodeBase64(encoded: string): string | undefined {
  let text = '';
  let bits = 0;
  let held = 0;
  let digits = 0;
  let padding = 0;
  for (let index = 0; index < encoded.length; index++) {
    const code = encoded.charCodeAt(index);
    if (code === 0x0a || code === 0x0d) continue;
    digits++;
    if (code === PADDING) {
      padding++;
      continue;
    }
    const digit = digitOf(code);
    if (digit < 0 || padding > 0) return undefined;
    bits = ((bits << 6) | digit) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    text += escapeByte((bits >> held) & 0xff);
  }
  if (digits % 4 !== 0 || padding > 2) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    // not UTF-8
    return undefined;
  }
}

/** A byte as `decodeURIComponent` reads it. */
function escapeByte(byte: number): string {
  return byte < 0x80 && byte !== 0x25 ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`;
}

function digitOf(code: number): number {
  if (code >= 0x41 && code <= 0x5a) return code - 0x41;
  if (code >= 0x61 && code <= 0x7a) return code - 0x47;
  if (code >= 0x30 && code <= 0x39) return code + 0x04;
  return code === 0x2b ? 62 : code === 0x2f ? 63 : -1;
}
