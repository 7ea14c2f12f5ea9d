import type { Random } from '@instancetype-tools/random';

/** Bytes that mean something to a reader of JSON, and some that mean nothing to a reader of UTF-8. */
const TELLING = [...'"{}[]:,\\0-9eE.tfn \n'].map((character) => character.charCodeAt(0)).concat(0x00, 0x1f, 0x7f, 0x80, 0xc0, 0xed, 0xff);

/** Spoils a text in a few bytes: changes, removes, inserts or repeats some, or ends it early.
 * @param bytes the text; not changed
 * @param random by chance */
export function spoilBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let spoilt = bytes;
  for (let count = 1 + random.below(4); count > 0; count--) spoilt = spoilOnce(spoilt, random);
  return spoilt;
}

function spoilOnce(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length);
  const some = random.below(16);
  const byte = random.once(2) ? random.pick(TELLING) : random.below(256);
  switch (random.below(12)) {
    case 0:
      return joined(bytes.subarray(0, at), bytes.subarray(at + some));
    case 1:
      return joined(bytes.subarray(0, at), Uint8Array.of(byte), bytes.subarray(at));
    case 2:
      return joined(bytes.subarray(0, at + some), bytes.subarray(at));
    case 3:
      return random.once(10) ? bytes.subarray(0, at) : swapped(bytes, at, random.below(bytes.length));
    default:
      return changed(bytes, at, random.once(3) ? byte : digitNear(bytes[at] ?? 0, random));
  }
}

/** A digit or a letter for one of its kind, so that the text stays JSON and means something else. */
function digitNear(byte: number, random: Random): number {
  const isDigit = byte >= 0x30 && byte <= 0x39;
  const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
  if (isDigit) return 0x30 + random.below(10);
  return isLetter ? (random.once(3) ? byte ^ 0x20 : 0x61 + random.below(26)) : byte;
}

function changed(bytes: Uint8Array, at: number, byte: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = byte;
  return copy;
}

function swapped(bytes: Uint8Array, a: number, b: number): Uint8Array {
  const copy = bytes.slice();
  [copy[a], copy[b]] = [bytes[b] ?? 0, bytes[a] ?? 0];
  return copy;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
