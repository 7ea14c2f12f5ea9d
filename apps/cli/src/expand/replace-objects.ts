/** Stands for an object that is left out of its List. */
export const LEFT_OUT: unique symbol = Symbol('left out');

/** Puts other objects in the place of some of a document's, without a change to the document's value.
 * @param value the document's value
 * @param changes by JSON pointer: what stands there from now on, or LEFT_OUT
 * @param origins is told what was copied from what
 * @returns the value, LEFT_OUT where that is the whole document's; and where the changed objects stand in it */
export function replaceObjects(value: unknown, changes: ReadonlyMap<string, unknown>, origins: Map<object, object>): { readonly value: unknown; readonly pointers: ReadonlyMap<string, string> } {
  return new Replacer(changes, origins).run(value);
}

class Replacer {
  readonly #changes: ReadonlyMap<string, unknown>;
  readonly #origins: Map<object, object>;
  /** The pointers of the Lists that hold a changed object. */
  readonly #lists = new Set<string>();
  readonly #pointers = new Map<string, string>();

  constructor(changes: ReadonlyMap<string, unknown>, origins: Map<object, object>) {
    this.#changes = changes;
    this.#origins = origins;
    for (const pointer of changes.keys()) {
      for (let end = pointer.indexOf('/items/'); end !== -1; end = pointer.indexOf('/items/', end + 1)) this.#lists.add(pointer.slice(0, end));
    }
  }

  run(value: unknown): { readonly value: unknown; readonly pointers: ReadonlyMap<string, string> } {
    return { value: this.#replaced(value, '', ''), pointers: this.#pointers };
  }

  #replaced(value: unknown, before: string, after: string): unknown {
    if (this.#changes.has(before)) {
      this.#pointers.set(before, after);
      return this.#changes.get(before);
    }
    return this.#lists.has(before) ? this.#list(value as { readonly items: readonly unknown[] }, before, after) : value;
  }

  #list(list: { readonly items: readonly unknown[] }, before: string, after: string): unknown {
    const items: unknown[] = [];
    for (const [index, item] of list.items.entries()) {
      const replaced = this.#replaced(item, `${before}/items/${index}`, `${after}/items/${items.length}`);
      if (replaced !== LEFT_OUT) items.push(replaced);
    }
    const copy = { ...list, items };
    this.#origins.set(copy, list).set(items, list.items);
    return copy;
  }
}
