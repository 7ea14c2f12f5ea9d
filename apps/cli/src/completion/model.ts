import { instancetypes, preferences } from '@instancetype/catalog';
import type { Argument, Command, Option } from 'commander';

/** What may stand at a place of the command line. */
export type Words = { readonly from: 'files' } | { readonly from: 'list'; readonly words: readonly string[] } | { readonly from: 'user' };

/** An option. */
export interface OptionModel {
  /** `-o` and `--output`, or one of the two. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Absent for an option without a value. */
  readonly value?: Words | undefined;
  readonly valueName: string;
  readonly repeatable: boolean;
}

/** A positional argument; the last one may stand any number of times. */
export interface ArgumentModel {
  readonly name: string;
  readonly words: Words;
  readonly variadic: boolean;
}

/** A command. */
export interface CommandModel {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionModel[];
  readonly arguments: readonly ArgumentModel[];
}

/** The command line as completion scripts need it. */
export interface ProgramModel extends CommandModel {
  readonly commands: readonly CommandModel[];
}

const FILES: readonly string[] = ['path', 'file'];

/** Reads a program's commands, options and arguments. What an argument takes is told by its choices, else by its name.
 * @param program the program */
export function modelOf(program: Command): ProgramModel {
  const help = program.createHelp();
  const shared = help.visibleOptions(program).filter(({ long }) => long !== '--version' && long !== '--help');
  const commands = help.visibleCommands(program);
  const names = commands.map((command) => command.name());
  return {
    name: program.name(),
    summary: '',
    options: help.visibleOptions(program).map(optionModel),
    arguments: [],
    commands: commands.map((command) => commandModel(command, shared, names)),
  };
}

function commandModel(command: Command, shared: readonly Option[], commands: readonly string[]): CommandModel {
  const options = [...command.createHelp().visibleOptions(command), ...shared];
  return {
    name: command.name(),
    summary: command.summary() || command.description(),
    options: options.map(optionModel),
    arguments: command.registeredArguments.map((argument) => argumentModel(argument, commands)),
  };
}

function optionModel(option: Option): OptionModel {
  const takesValue = option.required || option.optional;
  // commander has no public name for the value's name
  const valueName = /[<[]([\w-]+)/.exec(option.flags)?.[1] ?? '';
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined),
    description: option.description,
    value: takesValue ? wordsFor(valueName, option.argChoices) : undefined,
    valueName,
    repeatable: Array.isArray(option.defaultValue),
  };
}

function argumentModel(argument: Argument, commands: readonly string[]): ArgumentModel {
  const choices = argument.name() === 'command' ? commands : argument.argChoices;
  return { name: argument.name(), words: wordsFor(argument.name(), choices), variadic: argument.variadic };
}

function wordsFor(name: string, choices: readonly string[] | undefined): Words {
  if (choices) return { from: 'list', words: choices };
  if (FILES.includes(name)) return { from: 'files' };
  if (name === 'name') return { from: 'list', words: [...instancetypes(), ...preferences()].map(({ metadata }) => metadata.name) };
  if (name === 'kind') return { from: 'list', words: ['instancetypes', 'preferences'] };
  return { from: 'user' };
}

/** Every flag of some options. */
export function flagsOf(options: readonly OptionModel[]): string[] {
  return options.flatMap(({ flags }) => flags);
}

/** A text in single quotes, for any of the shells.
 * @param text any text */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
