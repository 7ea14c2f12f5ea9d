import { sameJson } from '@instancetype/draft';
import type { YamlStyle } from './print-yaml.ts';
import type { JsonStyle } from './text-style.ts';
import type { MapNode, TreeNode } from './tree.ts';

/** Where a value hangs: at a key or at a `-` in block style, inside `{}` or `[]`, or nowhere. */
export interface Slot {
  readonly place: 'key' | 'dash' | 'flow' | 'root';
  /** The column of the key or of the `-`. */
  readonly column: number;
  /** The offset after the `:` or the `-`. */
  readonly after: number;
}

export const FLOW_SLOT: Slot = { place: 'flow', column: 0, after: 0 };
export const ROOT_SLOT: Slot = { place: 'root', column: 0, after: 0 };

/** What the parts of the editor share while one document is edited. */
export interface EditContext {
  /** The document; it ends with a line end. */
  readonly text: string;
  readonly newline: string;
  /** The indentation where nothing nearer says more. */
  readonly yaml: YamlStyle;
  /** Set where the document is JSON. */
  readonly json: JsonStyle | undefined;
  /** What was copied from what: see patchValue. */
  readonly origins: ReadonlyMap<object, object>;
  /** Notes a change. */
  splice(start: number, end: number, text: string): void;
  /** Makes a value into another one. */
  edit(slot: Slot, node: TreeNode, target: unknown): void;
  /** Writes another value where one stands, without regard to what the two share. */
  replace(slot: Slot, node: TreeNode, target: unknown): void;
}

/** A member of an object, whatever its name is.
 * @param object any object
 * @param key a name that came from an input */
export function memberOf(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The keys of the members that an object has; one that is undefined is not there. */
function keysOf(object: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(object).filter((key) => object[key] !== undefined);
}

/** The keys that another object adds to a map, those included that override what is merged into it.
 * @param node the map
 * @param target the other object */
export function addedKeys(node: MapNode, target: Readonly<Record<string, unknown>>): string[] {
  const written = new Set(node.entries.filter((entry) => !entry.merge).map((entry) => entry.key));
  return keysOf(target).filter((key) => !written.has(key) && !sameJson(memberOf(node.value, key), target[key]));
}

/** Whether a value is an object with members. */
export function isFilledObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && keysOf(value as Record<string, unknown>).length > 0;
}
