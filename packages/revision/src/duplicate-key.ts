const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The first member name that occurs twice in one object of a JSON text; undefined where none does. `JSON.parse` cannot tell:
 * it keeps the last one.
 * @param text JSON that `JSON.parse` accepts */
export function duplicateKey(text: string): string | undefined {
  // for each open object the names seen in it, for each open list nothing
  const open: (Set<string> | undefined)[] = [];
  let isName = false;
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case 0x7b: // {
        open.push(new Set());
        isName = true;
        break;
      case 0x5b: // [
        open.push(undefined);
        isName = false;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        open.pop();
        isName = false;
        break;
      case 0x2c: // ,
        isName = open.at(-1) !== undefined;
        break;
      case QUOTE: {
        const end = endOfString(text, index);
        // names may be written with escapes
        const name = isName ? (JSON.parse(text.slice(index, end + 1)) as string) : undefined;
        if (name !== undefined && !isFirst(name, open.at(-1))) return name;
        isName = false;
        index = end;
      }
    }
  }
  return undefined;
}

function isFirst(name: string, seen: Set<string> | undefined): boolean {
  if (seen?.has(name)) return false;
  seen?.add(name);
  return true;
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  for (; index < text.length && text.charCodeAt(index) !== QUOTE; index++) if (text.charCodeAt(index) === BACKSLASH) index++;
  return index;
}
