import { readDuration } from './duration.ts';
import { readableFile } from './readable-file.ts';
import type { Defaulted, Optional, Reading, Required, Setting, SettingsTable } from './setting.ts';

/** A kind of setting whose value is a T: it is never undefined where it has a default or is required. */
export interface Kind<T, More = unknown, Default = T> {
  (options: (Defaulted<Default> | Required) & More): Setting<T>;
  (options: Optional & More): Setting<T | undefined>;
}

/** A setting that has a default in any case. */
interface AlwaysDefaulted<Value> {
  readonly description: string;
  readonly group?: string;
  readonly default?: Value;
}

/** The kinds of settings. */
export interface Kinds {
  /** Any text but the empty one; `pattern`, with `allowed` in words, restricts it. `--help` calls it `<text>`, or as `placeholder` says. */
  readonly text: Kind<string, TextOptions>;
  /** A TCP port; 0 is any free one. */
  readonly port: Kind<number>;
  /** Milliseconds, written with a unit: `500ms`, `10s`, `2m`, `1h`; so are `default`, `min` and `max`. */
  readonly duration: Kind<number, { readonly min?: string; readonly max?: string }, string>;
  readonly integer: Kind<number, { readonly min?: number; readonly max?: number }>;
  /** One of a few words. */
  choice<const Word extends string>(options: (Defaulted<NoInfer<Word>> | Required) & { readonly choices: readonly Word[] }): Setting<Word>;
  choice<const Word extends string>(options: Optional & { readonly choices: readonly Word[] }): Setting<Word | undefined>;
  /** True or false; `--name` alone is true, `--name=false` is false; false by default. */
  flag(options: AlwaysDefaulted<boolean>): Setting<boolean>;
  /** The path of a file that can be read. */
  readonly file: Kind<string>;
  /** Words: separated by commas, or the flag given several times; none by default. `--help` calls them by the `choices`, else `<words>`, or as
   * `placeholder` says. */
  list(options: AlwaysDefaulted<readonly string[]> & { readonly choices?: readonly string[]; readonly placeholder?: string }): Setting<readonly string[]>;
}

type AnyOptions = Defaulted<unknown> | Required | Optional;
interface TextOptions {
  readonly pattern?: RegExp;
  readonly allowed?: string;
  readonly placeholder?: string;
}
type Reader = (text: string) => Reading<unknown>;

const TRUE = ['true', 'yes', 'on', '1'];
const FALSE = ['false', 'no', 'off', '0'];
const DIGITS = /^-?\d{1,15}$/;
// Kubernetes gives every pod NAME_PORT=tcp://10.0.0.1:443 for a service of that name, which nobody meant as a setting
const SERVICE_LINK = /^(tcp|udp|sctp):\/\//;

/** The kinds of settings. RELIABILITY D. */
export const setting: Kinds = {
  text: ((options: TextOptions) => single(options.placeholder ?? '<text>', options, textReader(options))) as Kinds['text'],
  port: ((options) => ({ ...single('<port>', options, wholeNumber(0, 65_535)), ignored: SERVICE_LINK })) as Kinds['port'],
  duration: ((options) => single('<duration>', options, readDuration(options.min, options.max))) as Kinds['duration'],
  integer: ((options) => single('<number>', options, wholeNumber(options.min, options.max))) as Kinds['integer'],
  choice: ((options: { readonly choices: readonly string[] }) => single(`<${options.choices.join('|')}>`, options, oneOf(options.choices))) as Kinds['choice'],
  flag: ({ default: standard = false, ...rest }) => ({ ...rest, placeholder: '', shape: 'flag', required: false, defaultText: String(standard), read: last(readFlag) }),
  file: ((options) => single('<file>', options, readableFile)) as Kinds['file'],
  list: ({ default: standard = [], choices, placeholder, ...rest }) => ({
    ...rest,
    ...{ placeholder: placeholder ?? (choices ? `<${choices.join('|')},...>` : '<words>'), shape: 'list', required: false, defaultText: standard.join(',') },
    read: (texts) => readList(texts, choices),
  }),
};

/** A table of settings, with the types that `readSettings` gives.
 * @param table camelCase key to setting: `logLevel` is `--log-level` and `PREFIX_LOG_LEVEL` */
export function defineSettings<const Table extends SettingsTable>(table: Table): Table {
  return table;
}

function single(placeholder: string, options: object, reader: Reader): Setting<unknown> {
  const { description, group, default: standard, required = false } = options as AnyOptions;
  const defaultText = standard === undefined ? undefined : String(standard);
  return { description, ...(group !== undefined && { group }), placeholder, shape: 'value', required, defaultText, read: last(reader) };
}

// of a flag that is given twice, the last one holds, as everywhere
function last<Value>(reader: (text: string) => Reading<Value>): Setting<Value>['read'] {
  return (texts) => reader(texts.at(-1) ?? '');
}

function textReader(options: TextOptions): Reader {
  const { pattern, allowed = pattern ? `a text like ${pattern.source}` : 'a text that is not empty' } = options;
  return (text) => (text !== '' && (pattern?.test(text) ?? true) ? { ok: true, value: text } : { ok: false, allowed });
}

function wholeNumber(min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER): Reader {
  const from = min === Number.MIN_SAFE_INTEGER ? '' : ` from ${min}`;
  const to = max === Number.MAX_SAFE_INTEGER ? '' : ` ${from ? 'to' : 'up to'} ${max}`;
  return (text) => {
    const value = Number(text);
    const fits = DIGITS.test(text) && value >= min && value <= max;
    return fits ? { ok: true, value } : { ok: false, allowed: `a whole number${from}${to}` };
  };
}

function oneOf(choices: readonly string[]): Reader {
  return (text) => (choices.includes(text) ? { ok: true, value: text } : { ok: false, allowed: `one of ${choices.join(', ')}` });
}

function readFlag(text: string): Reading<boolean> {
  const word = text.toLowerCase();
  if (TRUE.includes(word)) return { ok: true, value: true };
  return FALSE.includes(word) ? { ok: true, value: false } : { ok: false, allowed: 'true or false' };
}

function readList(texts: readonly string[], choices: readonly string[] | undefined): Reading<readonly string[]> {
  const words = texts.flatMap((text) => text.split(',')).map((word) => word.trim()).filter((word) => word !== '');
  if (choices === undefined || words.every((word) => choices.includes(word))) return { ok: true, value: words };
  return { ok: false, allowed: `a list of ${choices.join(', ')}, separated by commas` };
}
