import type { CommandModel, OptionModel, ProgramModel, Words } from './model.ts';

/** A completion script for fish.
 * @param program the command line */
export function fishScript(program: ProgramModel): string {
  const { name, commands } = program;
  const isFirst = "'__fish_use_subcommand'";
  return [
    `# fish completion for ${name}. Load it with: ${name} completion fish | source`,
    `complete -c ${name} -f`,
    ...program.options.map((option) => `complete -c ${name} -n ${isFirst} ${optionArguments(option)}`),
    ...commands.map((command) => `complete -c ${name} -n ${isFirst} -a ${command.name} -d ${quote(command.summary)}`),
    ...commands.flatMap((command) => commandLines(command, name)),
    '',
  ].join('\n');
}

function commandLines(command: CommandModel, program: string): string[] {
  const start = `complete -c ${program} -n ${quote(`__fish_seen_subcommand_from ${command.name}`)}`;
  return [...command.options.map((option) => `${start} ${optionArguments(option)}`), ...command.arguments.flatMap(({ words }) => wordArguments(words).map((text) => `${start} ${text}`))];
}

function optionArguments({ flags, description, value }: OptionModel): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const takes = value ? [value.from === 'files' ? '-r -F' : `-x ${wordArguments(value).join(' ')}`.trim()] : [];
  return [...names, ...takes, `-d ${quote(description)}`].join(' ');
}

function wordArguments(words: Words): string[] {
  if (words.from === 'files') return ['-F'];
  return words.from === 'list' ? [`-a ${quote(words.words.join(' '))}`] : [];
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}
