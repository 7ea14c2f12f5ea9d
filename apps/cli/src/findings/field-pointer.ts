import { pointerOf } from '@instancetype/conflict';

const STEP = /\.?([^.[\]"]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;

/** The JSON pointer of a dotted path as claims carry it: `spec.cpu.guest`, `spec.annotations["a.b/c"]`, `spec.gpus[0]`. A path
 * of another form gives the pointer of its readable beginning.
 * @param field the path */
export function fieldPointer(field: string): string {
  const segments: string[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < field.length) {
    const match = STEP.exec(field);
    if (!match) break;
    const [, name, index, quoted] = match;
    segments.push(quoted === undefined ? (name ?? index ?? '') : unquoted(quoted));
  }
  return pointerOf(segments);
}

function unquoted(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text;
  }
}
