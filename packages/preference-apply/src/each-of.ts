import type { Draft } from '@instancetype/draft';

/** Applies something to every entry that a list has now.
 * @param list the draft of a list
 * @param apply gets the draft of each entry, which is for use at once */
export function eachOf<Item extends object>(list: Draft<readonly Item[]>, apply: (entry: Draft<Item>) => void): void {
  for (let index = 0, count = list.value?.length ?? 0; index < count; index++) apply(list.at(index) as unknown as Draft<Item>);
}
