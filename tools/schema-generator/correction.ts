import type { Field, FieldType, Model } from './model.ts';
import { parseType } from './parse-type.ts';

/** The models so far; a correction replaces entries. */
export interface Models {
  get(name: string): Model;
  set(name: string, model: Model): void;
  create(name: string): Model;
}

/** One place where the types package is mended, and why. */
export interface Correction {
  readonly place: string;
  readonly why: string;
  apply(models: Models): void;
}

type Change = (field: Field) => readonly Field[];

const split = (place: string): readonly [string, string] => {
  const dot = place.indexOf('.');
  return [place.slice(0, dot), place.slice(dot + 1)];
};

const changeField =
  (place: string, change: Change) =>
  (models: Models): void => {
    const [modelName, name] = split(place);
    const model = models.get(modelName);
    if (!model.fields.some((field) => field.name === name)) throw new Error(`nothing to correct at ${place}`);
    models.set(modelName, { ...model, fields: model.fields.flatMap((field) => (field.name === name ? change(field) : [field])) });
  };

const sameType = (one: FieldType, other: FieldType): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Gives a field the name that it has in JSON. */
export function rename(place: string, from: string, why: string): Correction {
  const [model, name] = split(place);
  return { place, why, apply: changeField(`${model}.${from}`, (field) => [{ ...field, name }]) };
}

/** Gives a model another name, for readers only. */
export function renameModel(place: string, name: string, why: string): Correction {
  return {
    place,
    why,
    apply(models) {
      models.set(place, { ...models.get(place), name });
    },
  };
}

/** A field that the types package lacks; makes the model where it lacks that too. */
export function add(place: string, type: string, options: { required?: boolean }, why: string): Correction {
  const [modelName, name] = split(place);
  return {
    place,
    why,
    apply(models) {
      const model = models.create(modelName);
      if (model.fields.some((field) => field.name === name)) throw new Error(`${place} is there already`);
      const field: Field = { name, required: options.required ?? false, type: parseType(type) };
      models.set(modelName, { ...model, fields: [...model.fields, field] });
    },
  };
}

/** A field that KubeVirt does not have. */
export function drop(place: string, why: string): Correction {
  return { place, why, apply: changeField(place, () => []) };
}

/** A field that holds something else than the types package says. */
export function retype(place: string, text: string, why: string): Correction {
  const type = parseType(text);
  const change: Change = (field) => {
    if (sameType(field.type, type)) throw new Error(`${place} is ${text} already`);
    return [{ ...field, type }];
  };
  return { place, why, apply: changeField(place, change) };
}

/** A text of a fixed number of values. */
export function enumeration(place: string, values: readonly string[], why: string): Correction {
  return { place, why, apply: changeField(place, (field) => [{ ...field, type: { is: 'enum', values } }]) };
}

/** What the types package cannot say about a list. */
export function listed(
  place: string,
  rules: { maxItems?: number; nullableItems?: boolean; keys?: readonly string[] },
  why: string,
): Correction {
  const change: Change = (field) => {
    if (field.type.is !== 'list') throw new Error(`${place} is no list`);
    return [{ ...field, type: { ...field.type, ...rules } }];
  };
  return { place, why, apply: changeField(place, change) };
}

/** An object whose unknown fields are kept. */
export function openModel(place: string, why: string): Correction {
  return {
    place,
    why,
    apply(models) {
      models.set(place, { ...models.get(place), open: true });
    },
  };
}

/** A field below which unknown fields are allowed, at every level. */
export function tolerant(place: string, why: string): Correction {
  return { place, why, apply: changeField(place, (field) => [{ ...field, tolerant: true }]) };
}
