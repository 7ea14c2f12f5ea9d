/** What a field holds, as the types package says it and as the corrections mend it. */
export type FieldType =
  | { readonly is: 'scalar'; readonly scalar: string }
  | { readonly is: 'enum'; readonly values: readonly string[] }
  | { readonly is: 'empty' }
  | { readonly is: 'open' }
  | { readonly is: 'ref'; readonly model: string }
  | { readonly is: 'map'; readonly of: FieldType }
  | {
      readonly is: 'list';
      readonly of: FieldType;
      readonly maxItems?: number;
      readonly nullableItems?: boolean;
      /** The members that tell the items apart; none for a set of scalars. */
      readonly keys?: readonly string[];
    };

export interface Field {
  readonly name: string;
  readonly required: boolean;
  /** Unknown fields are allowed below it, at every level. */
  readonly tolerant?: boolean;
  readonly type: FieldType;
}

export interface Model {
  readonly name: string;
  readonly fields: readonly Field[];
  /** Unknown fields are preserved, the known ones are checked. */
  readonly open?: boolean;
}
