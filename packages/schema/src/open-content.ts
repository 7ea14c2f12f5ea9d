/** How deep an object may nest; deeper, code that recurses over it is at risk. */
export const MAX_DEPTH = 100;

/** How many objects and lists of open content are looked at: objects that share parts could unfold to any number. */
const MAX_VISITS = 100_000;

/** Does content that no type describes nest too deep?
 * @param value anything
 * @param depth how deep it stands itself */
export function exceedsDepth(value: unknown, depth: number): boolean {
  let visits = 0;
  const visit = (part: unknown, level: number): boolean => {
    if (typeof part !== 'object' || part === null || ++visits > MAX_VISITS) return false;
    if (level > MAX_DEPTH) return true;
    if (Array.isArray(part)) return part.some((item) => visit(item, level + 1));
    for (const key in part) if (visit((part as Record<string, unknown>)[key], level + 1)) return true;
    return false;
  };
  return visit(value, depth);
}
