/** What every setting says of itself. */
export interface SettingText {
  /** What it means, for `--help`: one sentence or two, without a full stop at the end. */
  readonly description: string;
  /** The heading of `--help` under which it stands. */
  readonly group?: string;
}

/** A setting that may be left out. */
export interface Optional extends SettingText {
  readonly default?: undefined;
  readonly required?: false;
}

/** A setting that has no default and must be given. */
export interface Required extends SettingText {
  readonly default?: undefined;
  readonly required: true;
}

/** A setting that has a default. */
export interface Defaulted<Value> extends SettingText {
  readonly default: Value;
  readonly required?: false;
}

/** A text turned into a value, or what would be allowed instead ("a number from 0 to 65535"). */
export type Reading<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly allowed: string };

/** One row of a table of settings. Made by the functions of `setting`. */
export interface Setting<Value> extends SettingText {
  /** What stands for the value in `--help`, or undefined for a flag. */
  readonly placeholder: string;
  /** A flag may stand without a value; a list may be given several times. */
  readonly shape: 'value' | 'flag' | 'list';
  readonly required: boolean;
  /** The default as somebody would write it. */
  readonly defaultText: string | undefined;
  /** Values in the environment that are somebody else's, and count as not set. */
  readonly ignored?: RegExp;
  /** Reads a value; the texts are more than one only for a list.
   * @param texts as written */
  read(texts: readonly string[]): Reading<Value>;
}

/** A table of settings: camelCase key to setting. */
export type SettingsTable = Readonly<Record<string, Setting<unknown>>>;

/** What a table of settings is read as. */
export type SettingsOf<Table extends SettingsTable> = { readonly [Key in keyof Table]: Table[Key] extends Setting<infer Value> ? Value : never };
