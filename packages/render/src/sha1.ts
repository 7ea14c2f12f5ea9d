const INITIAL = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0] as const;
const CONSTANTS = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6] as const;
const BLOCK = 64;

type State = [number, number, number, number, number];

/** The SHA-1 digest of some bytes. The hash functions of Node and of browsers differ, and a browser's cannot be had at once.
 * @param bytes at most some kilobytes
 * @returns 20 bytes */
export function sha1(bytes: Uint8Array): Uint8Array {
  const padded = padded512(bytes);
  const state: State = [...INITIAL];
  for (let start = 0; start < padded.length; start += BLOCK) digestBlock(new DataView(padded.buffer, start, BLOCK), state);
  const digest = new DataView(new ArrayBuffer(20));
  for (const [index, word] of state.entries()) digest.setUint32(index * 4, word);
  return new Uint8Array(digest.buffer);
}

/** A one, zeros, and the length in bits at the end of a whole number of blocks. */
function padded512(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / BLOCK) * BLOCK);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  return padded;
}

function digestBlock(block: DataView, state: State): void {
  const words = Array.from({ length: 16 }, (_, index) => block.getUint32(index * 4));
  for (let index = 16; index < 80; index++) words.push(rotated(at(words, index - 3) ^ at(words, index - 8) ^ at(words, index - 14) ^ at(words, index - 16), 1));
  let [a, b, c, d, e] = state;
  for (const [index, word] of words.entries()) {
    const next = (rotated(a, 5) + mixed(index, b, c, d) + e + (CONSTANTS[Math.floor(index / 20)] ?? 0) + word) | 0;
    [a, b, c, d, e] = [next, a, rotated(b, 30), c, d];
  }
  for (const [index, value] of [a, b, c, d, e].entries()) state[index] = ((state[index] ?? 0) + value) | 0;
}

function mixed(round: number, b: number, c: number, d: number): number {
  if (round < 20) return (b & c) | (~b & d);
  return round >= 40 && round < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function at(words: readonly number[], index: number): number {
  return words[index] ?? 0;
}
