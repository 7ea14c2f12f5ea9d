/** How deep an object may nest; deeper, code that recurses over it is at risk. */
export const MAX_DEPTH = 100;

/** How many objects and lists of open content are looked at: objects that share parts could unfold to any number. */
const MAX_VISITS = 100_000;

const TOO_DEEP = -1;

/** Does content that no type describes nest too deep?
 * @param value anything
 * @param depth how deep it stands itself */
export function exceedsDepth(value: unknown, depth: number): boolean {
  return visit(value, depth, MAX_VISITS) === TOO_DEEP;
}

/** How many visits are left after this one, or that it is too deep. */
function visit(part: unknown, depth: number, visits: number): number {
  if (typeof part !== 'object' || part === null || visits === 0) return visits;
  if (depth > MAX_DEPTH) return TOO_DEEP;
  let left = visits - 1;
  if (Array.isArray(part)) {
    for (let index = 0; index < part.length && left > 0; index++) left = visit(part[index], depth + 1, left);
  } else {
    for (const key in part) {
      if (left <= 0) break;
      left = visit((part as Readonly<Record<string, unknown>>)[key], depth + 1, left);
    }
  }
  return left;
}
