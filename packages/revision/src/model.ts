/** The types of single values; `integer` is 64 bits wide. */
export type ScalarType = 'text' | 'boolean' | 'uint32' | 'integer' | 'quantity';

/**
 * A single value, and how Go models it, which decides when it counts as set and when it is printed (BEHAVIOUR 0.1): plain
 * where zero means unset, with `?` where zero is told from unset (a pointer), with `!` where zero means unset and is printed
 * nevertheless.
 */
export type ScalarModel = `${ScalarType}${'' | '?' | '!'}`;

/** An object by its members. It may be unset, which is not the same as empty. */
export interface ObjectModel {
  readonly [member: string]: Model;
}

/** An object that is never unset. */
export type InlineModel = readonly ['inline', ObjectModel];

/** A list of objects; nil and empty are the same, and neither is printed. */
export type ListModel = readonly ['list', ObjectModel];

/** How a field is modelled. `map` is a map of text; nil and empty are the same, and neither is printed. These are literals and
 * not calls of functions, so that a bundler can leave out what is not used. */
export type Model = ScalarModel | 'map' | ObjectModel | InlineModel | ListModel;

/** Whether a model is that of a list or of an inline object.
 * @param model any model */
export function isWrapped(model: Model): model is InlineModel | ListModel {
  return Array.isArray(model);
}

/** The type of a scalar, without the mark.
 * @param model how it is modelled */
export function typeOf(model: ScalarModel): ScalarType {
  return (isPointer(model) || isAlwaysPrinted(model) ? model.slice(0, -1) : model) as ScalarType;
}

/** Whether a scalar tells zero from unset.
 * @param model how it is modelled */
export function isPointer(model: ScalarModel): boolean {
  return model.endsWith('?');
}

/** Whether a scalar is printed where it is zero.
 * @param model how it is modelled */
export function isAlwaysPrinted(model: ScalarModel): boolean {
  return model.endsWith('!');
}

/** What a scalar is while it is unset; undefined for a quantity, which every reader takes for 0.
 * @param type its type */
export function zeroOf(type: ScalarType): '' | false | 0 | undefined {
  return type === 'text' ? '' : type === 'boolean' ? false : type === 'quantity' ? undefined : 0;
}

/** A switch of a feature or a device. */
export const STATE: ObjectModel = { enabled: 'boolean?' };
