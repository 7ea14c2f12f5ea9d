/** The kinds of nodes. Objects come first in the walk's order of tests, scalars are told apart by their number. */
export const OBJECT = 0;
export const STRING = 1;
export const BOOL = 2;
export const INTEGER = 3;
export const QUANTITY = 4;
export const INT_OR_STRING = 5;
export const ENUM = 6;
export const LIST = 7;
export const MAP = 8;
export const OPEN = 9;
export const FRACTION = 10;
export const ABSOLUTE_PATH = 11;
export const TRUE = 12;

export type NodeKind = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12;

/** A field of an object. */
export interface Member {
  readonly node: Node;
  readonly required: boolean;
  /** Unknown fields are allowed below it, at every level. */
  readonly tolerant: boolean;
}

/** What one value may be. All nodes have all properties, so that the walk stays fast. */
export interface Node {
  readonly kind: NodeKind;
  /** The name of an object's type, otherwise the word of the notation. */
  readonly name: string;
  /** Of an object: its fields. */
  readonly members: ReadonlyMap<string, Member>;
  /** Of an object: how many of its fields are required. */
  readonly required: number;
  /** Of an object: unknown fields are kept. */
  readonly open: boolean;
  /** Of a list or a map: what it holds. */
  readonly item: Node | undefined;
  /** Of a list: null items are allowed. */
  readonly nullableItems: boolean;
  /** Of an integer: its bounds. Of a list: `max` is how many items it may have. */
  readonly min: number;
  readonly max: number;
  /** Of a list: the fields that tell its items apart; none for a set of scalars. */
  readonly keys: readonly string[] | undefined;
  /** Of an enumeration. */
  readonly values: readonly string[];
}

const NO_MEMBERS: ReadonlyMap<string, Member> = new Map();

/** A node of one kind; what is not given is empty. */
export function node(kind: NodeKind, name: string, rest: Partial<Node> = {}): Node {
  return {
    kind,
    name,
    members: rest.members ?? NO_MEMBERS,
    required: rest.required ?? 0,
    open: rest.open ?? false,
    item: rest.item,
    nullableItems: rest.nullableItems ?? false,
    min: rest.min ?? -Infinity,
    max: rest.max ?? Infinity,
    keys: rest.keys,
    values: rest.values ?? [],
  };
}
