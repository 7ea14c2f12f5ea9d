import { Command, Option } from 'commander';
import type { Program } from './program.ts';
import type { Setting, SettingsTable } from './setting.ts';

const HELP_WIDTH = 110;

/** What the arguments say. */
export interface Arguments {
  /** Key to the values given; null is a flag without a value. */
  readonly given: ReadonlyMap<string, readonly (string | null)[]>;
  /** The first argument that means nothing. */
  readonly unknown: string | undefined;
  readonly asks: 'help' | 'version' | undefined;
  /** Makes the text of `--help`. */
  help(): string;
}

/** The flag of a setting: `logLevel` is `--log-level`.
 * @param key key in the table */
export function flagOf(key: string): string {
  return `--${words(key).join('-')}`;
}

/** The environment variable of a setting: `logLevel` is `PREFIX_LOG_LEVEL`.
 * @param prefix of the program
 * @param key key in the table */
export function variableOf(prefix: string, key: string): string {
  return `${prefix}_${words(key).join('_').toUpperCase()}`;
}

/** Takes the arguments apart.
 * @param program whose they are
 * @param table its settings
 * @param argv the arguments alone */
export function readArguments(program: Program, table: SettingsTable, argv: readonly string[]): Arguments {
  const given = new Map<string, (string | null)[]>();
  const terms = new Map<string, string>();
  // what is asked for is said by whoever called, with all that is wrong: commander shall neither print nor exit
  const command = new Command(program.name).description(program.description).usage('[options]').helpOption(false).exitOverride();
  command.configureOutput({ getOutHelpWidth: () => HELP_WIDTH, getOutHasColors: () => false });
  command.configureHelp({ optionTerm: (option) => terms.get(option.name()) ?? option.flags });
  for (const [key, setting] of Object.entries(table)) {
    const flag = flagOf(key);
    // every value is optional for commander, so that a missing one is ours to report
    const option = new Option(`${flag} [value]`, describe(setting, variableOf(program.prefix, key)));
    command.addOption(setting.group === undefined ? option : option.helpGroup(`${setting.group}:`));
    terms.set(option.name(), `${flag}${setting.shape === 'flag' ? '' : ` ${setting.placeholder}`}`);
    command.on(`option:${option.name()}`, (value: string | null) => given.set(key, [...(given.get(key) ?? []), value]));
  }
  command.option('--version', 'print the version').option('-h, --help', 'print this help');
  const { unknown, operands } = command.parseOptions([...argv]);
  const { help, version } = command.opts<{ readonly help?: true; readonly version?: true }>();
  const asks = help ? 'help' : version ? 'version' : undefined;
  return { given, unknown: unknown[0] ?? operands[0], asks, help: () => helpOf(command, program) };
}

function helpOf(command: Command, { notes }: Program): string {
  return `${command.helpInformation()}${notes ? `\n${notes.join('\n')}\n` : ''}`;
}

function describe(setting: Setting<unknown>, variable: string): string {
  const standard = setting.defaultText === undefined || setting.defaultText === '' ? (setting.required ? 'required' : 'no default') : `default: ${setting.defaultText}`;
  return `${setting.description} (${setting.shape === 'list' ? 'repeatable, ' : ''}${standard}, env: ${variable})`;
}

function words(key: string): string[] {
  return key.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().split(' ');
}
