import { pointerOf, type Segment } from '@instancetype/conflict';

/** An object or array that is not closed yet. */
interface Container {
  /** The keys so far; undefined for an array. */
  readonly keys: Set<string> | undefined;
  /** The key or index of the value that comes. */
  at: Segment;
}

/** Finds keys that an object has more than once. It is exact and slow: for texts of which it is known that there are some.
 * @param text valid JSON
 * @param most how many to find
 * @returns JSON pointers, in the order of the text, each once */
export function findRepeatedKeys(text: string, most: number): string[] {
  const found = new Set<string>();
  const open: Container[] = [];
  let string = '';
  for (let at = 0; at < text.length && found.size < most; at++) {
    const character = text[at] as string;
    const container = open.at(-1);
    if (character === '"') {
      const end = endOfString(text, at + 1);
      string = text.slice(at, end + 1);
      at = end;
    } else if (character === ':') {
      if (container && isRepeated(container, JSON.parse(string) as string)) found.add(pointerOf(open.map((one) => one.at)));
    } else step(open, container, character);
  }
  return [...found];
}

function step(open: Container[], container: Container | undefined, character: string): void {
  if (character === '{') open.push({ keys: new Set(), at: '' });
  else if (character === '[') open.push({ keys: undefined, at: 0 });
  else if (character === '}' || character === ']') open.pop();
  else if (character === ',' && container && typeof container.at === 'number') container.at += 1;
}

function isRepeated(container: Container, key: string): boolean {
  container.at = key;
  if (container.keys?.has(key)) return true;
  container.keys?.add(key);
  return false;
}

/** Where the string that starts at `from` has its closing quote. */
function endOfString(text: string, from: number): number {
  let quote = text.indexOf('"', from);
  while (isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}
