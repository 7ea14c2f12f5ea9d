/** The types of single values; `integer` is 64 bits wide. */
export type ScalarType = 'text' | 'boolean' | 'uint32' | 'integer' | 'quantity';

/**
 * How a field is modelled, which decides when it counts as set and when it is printed (BEHAVIOUR 0.1). A `value` cannot tell
 * unset from zero, a `pointer` can; an `inline` object is never unset.
 */
export type Model = ScalarModel | ObjectModel | ListModel | MapModel;

export interface ScalarModel {
  readonly kind: 'value' | 'pointer';
  readonly type: ScalarType;
  /** Printed even where it is zero. */
  readonly always: boolean;
}

export interface ObjectModel {
  readonly kind: 'inlineObject' | 'pointerObject';
  readonly members: Members;
}

export interface ListModel {
  readonly kind: 'list';
  readonly element: ObjectModel;
}

/** A map of text. Nil and empty are equal, and neither is printed. */
export interface MapModel {
  readonly kind: 'map';
}

export type Members = Readonly<Record<string, Model>>;

/** A field whose zero means unset. */
export function value(type: ScalarType): ScalarModel {
  return { kind: 'value', type, always: false };
}

/** A field whose zero means unset, and which is printed nevertheless. */
export function always(type: ScalarType): ScalarModel {
  return { kind: 'value', type, always: true };
}

/** A field that tells unset from zero. */
export function pointer(type: ScalarType): ScalarModel {
  return { kind: 'pointer', type, always: false };
}

/** An object that always exists. */
export function inline(members: Members): ObjectModel {
  return { kind: 'inlineObject', members };
}

/** An object that may be unset, which is not the same as empty. */
export function object(members: Members): ObjectModel {
  return { kind: 'pointerObject', members };
}

/** A list of objects. */
export function list(members: Members): ListModel {
  return { kind: 'list', element: inline(members) };
}

export const STRING_MAP: MapModel = { kind: 'map' };
/** A switch of a feature or a device. */
export const STATE: ObjectModel = object({ enabled: pointer('boolean') });
/** An object without members of its own: that it is there is all it says. */
export const PRESENCE: ObjectModel = object({});
