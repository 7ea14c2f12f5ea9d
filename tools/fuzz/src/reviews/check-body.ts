import type { JsonResult } from '@instancetype/operate';
import { must } from '../fault.ts';
import { firstDifference } from '../json.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A body is read as JavaScript's own parser reads it, or refused: for what that refuses too, or for its size.
 * @param bytes the body
 * @param read what was made of it
 * @param repeatsKey whether it has a key twice and nothing else that is wrong
 * @throws Fault where it is not */
export function checkBody(bytes: Uint8Array, read: JsonResult, repeatsKey: boolean): void {
  const other = parse(bytes);
  if (!read.ok) {
    must(/^[^\p{Cc}]{5,500}$/u.test(read.problem), () => `what is wrong with a body is told as ${JSON.stringify(read.problem)}`);
    must(other === undefined || isLarge(bytes), () => `a body that is JSON is refused: ${read.problem}`);
    must(!repeatsKey, () => 'a body that has a key twice is refused');
    return;
  }
  must(other !== undefined, () => 'a body that is no JSON is read');
  const difference = firstDifference(read.value, other?.value);
  must(difference === undefined, () => `a body is read differently at ${difference}`);
  must(!repeatsKey || read.repeatedKeys.length > 0, () => 'a key that stands twice is not told');
  must(read.repeatedKeys.length <= 10 && read.repeatedKeys.every((pointer) => pointer.startsWith('/')), () => `repeated keys are told as ${JSON.stringify(read.repeatedKeys)}`);
}

function parse(bytes: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(decoder.decode(bytes)) as unknown };
  } catch {
    return undefined;
  }
}

/** Whether it may be too large in structure: so many brackets in all, or commas and colons. */
function isLarge(bytes: Uint8Array): boolean {
  let [opened, depth, deepest, nodes] = [0, 0, 0, 0];
  for (const byte of bytes) {
    if (byte === 0x7b || byte === 0x5b) [opened, depth] = [opened + 1, depth + 1];
    else if (byte === 0x7d || byte === 0x5d) depth -= 1;
    else if (byte === 0x2c || byte === 0x3a) nodes += 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest > 200 || opened + nodes > 100_000;
}
