import type { Segment } from '@instancetype/conflict';

/** A path as KubeVirt writes it: names joined with dots and not quoted, indexes in brackets (BEHAVIOUR 6).
 * @param path keys and indexes from the root */
export function fieldPath(path: readonly Segment[]): string {
  let text = '';
  for (const segment of path) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else text += text === '' ? segment : `.${segment}`;
  }
  return text;
}
