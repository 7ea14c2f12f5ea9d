import { nearestWord, showText } from '@instancetype/conflict';
import { type Arguments, flagOf, readArguments, variableOf } from './command-line.ts';
import type { Program } from './program.ts';
import type { Setting, SettingsOf, SettingsTable } from './setting.ts';

/** The settings, or what the program has to print instead of running. */
export type SettingsResult<Table extends SettingsTable> =
  | { readonly ok: true; readonly settings: SettingsOf<Table> }
  | { readonly ok: false; readonly exitCode: number; readonly stream: 'stdout' | 'stderr'; /** Ends with a newline. */ readonly text: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a value comes from, in words, and what was written there. */
interface Written {
  readonly source: string;
  readonly texts: readonly string[];
}

/** A setting that cannot be read; the message is for a person. */
class BadSetting extends Error {}

const MISUSE = 2;

/** Reads settings from flags, then from the environment, then from the defaults.
 * @param program whose they are
 * @param table from `defineSettings`
 * @param argv the arguments alone, without node and the script
 * @param env the environment; an empty variable counts as not set */
export function readSettings<const Table extends SettingsTable>(program: Program, table: Table, argv: readonly string[], env: Environment): SettingsResult<Table> {
  const read = readArguments(program, table, argv);
  if (read.asks === 'help') return { ok: false, exitCode: 0, stream: 'stdout', text: read.help() };
  if (read.asks === 'version') return { ok: false, exitCode: 0, stream: 'stdout', text: `${program.version}\n` };
  try {
    if (read.unknown !== undefined) throw unknownArgument(read.unknown, table);
    const entries = Object.entries(table).map(([key, setting]) => [key, valueOf(setting, written(program.prefix, key, setting, read, env))]);
    return { ok: true, settings: Object.fromEntries(entries) as SettingsOf<Table> };
  } catch (error) {
    if (!(error instanceof BadSetting)) throw error;
    return { ok: false, exitCode: MISUSE, stream: 'stderr', text: `${program.name}: ${error.message}\n` };
  }
}

function written(prefix: string, key: string, setting: Setting<unknown>, { given }: Arguments, env: Environment): Written | undefined {
  const flag = flagOf(key);
  const values = given.get(key);
  if (values) {
    if (setting.shape !== 'flag' && values.includes(null)) throw new BadSetting(`${flag} needs a value: ${flag} ${setting.placeholder}`);
    return { source: flag, texts: values.map((value) => value ?? 'true') };
  }
  const variable = variableOf(prefix, key);
  const value = env[variable];
  if (value !== undefined && value !== '' && setting.ignored?.test(value) !== true) return { source: `${variable} (for ${flag})`, texts: [value] };
  if (setting.required) throw new BadSetting(`${flag} is missing: give it, or set ${variable}`);
  return setting.defaultText === undefined ? undefined : { source: `${flag}, by default,`, texts: [setting.defaultText] };
}

function valueOf(setting: Setting<unknown>, from: Written | undefined): unknown {
  if (from === undefined) return undefined;
  const reading = setting.read(from.texts);
  if (reading.ok) return reading.value;
  throw new BadSetting(`${from.source} is "${showText(from.texts.join(','))}": it must be ${reading.allowed}`);
}

function unknownArgument(argument: string, table: SettingsTable): BadSetting {
  if (!argument.startsWith('-')) return new BadSetting(`"${showText(argument)}" is not understood: there are only options, see --help`);
  const flag = argument.split('=')[0] ?? argument;
  const nearest = nearestWord(flag, [...Object.keys(table).map(flagOf), '--help', '--version']);
  return new BadSetting(`there is no option ${showText(flag)}${nearest === undefined ? ', see --help' : `: did you mean ${nearest}?`}`);
}
