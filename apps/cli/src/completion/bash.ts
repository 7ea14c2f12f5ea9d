import { type CommandModel, flagsOf, type OptionModel, type ProgramModel, shellQuote, type Words } from './model.ts';

/** A completion script for bash 3.2 and later.
 * @param program the command line */
export function bashScript(program: ProgramModel): string {
  const { name } = program;
  return `# bash completion for ${name}. Load it with: source <(${name} completion bash)

_${name}_words() {
  local IFS=$' \\t\\n'
  COMPREPLY=($(compgen -W "$1" -- "$cur"))
}

_${name}_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$cur"))
}

_${name}() {
  local cur prev command='' position=0 skip='' index word
  COMPREPLY=()
  cur="\${COMP_WORDS[COMP_CWORD]}"
  prev="\${COMP_WORDS[COMP_CWORD - 1]}"
  # bash splits --flag=value into three words
  if [ "$cur" = '=' ]; then
    cur=''
  elif [ "$prev" = '=' ]; then
    prev="\${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    if [ "$word" = '=' ]; then skip=1; continue; fi
    if [ -n "$skip" ]; then skip=''; continue; fi
    case "$command $word" in
      ${valuePatterns(program).join(' | ')}) [ "\${COMP_WORDS[index + 1]}" = '=' ] || skip=1 ;;
      *' -'?*) ;;
      ' '*) command="$word" ;;
      *) position=$((position + 1)) ;;
    esac
  done
  case "$command $prev" in
${[program, ...program.commands].flatMap((command) => valueCases(command, program)).join('\n')}
  esac
  case "$command" in
    '')
      case "$cur" in
        -*) _${name}_words ${list(flagsOf(program.options))} ;;
        *) _${name}_words ${list(program.commands.map((command) => command.name))} ;;
      esac
      ;;
${program.commands.map((command) => commandCase(command, name)).join('\n')}
  esac
}

complete -F _${name} ${name}
`;
}

/** The words after which a value follows. */
function valuePatterns(program: ProgramModel): string[] {
  return [program, ...program.commands].flatMap((command) => command.options.filter(({ value }) => value).flatMap((option) => patterns(option, command, program)));
}

function patterns({ flags }: OptionModel, command: CommandModel, program: ProgramModel): string[] {
  const name = command === program ? '' : command.name;
  return flags.map((flag) => shellQuote(`${name} ${flag}`));
}

function valueCases(command: CommandModel, program: ProgramModel): string[] {
  return command.options.flatMap((option) =>
    option.value ? [`    ${patterns(option, command, program).join(' | ')}) ${complete(option.value, program.name)}; return ;;`] : [],
  );
}

function commandCase({ name, options, arguments: args }: CommandModel, program: string): string {
  const positions = args.map(({ words, variadic }, index) => `        ${variadic ? '*' : `${index}`}) ${complete(words, program)} ;;`);
  return `    ${name})
      case "$cur" in
        -*) _${program}_words ${list(flagsOf(options))}; return ;;
      esac
      case "$position" in
${[...positions, '        -) ;;'].join('\n')}
      esac
      ;;`;
}

function complete(words: Words, program: string): string {
  if (words.from === 'files') return `_${program}_files`;
  return words.from === 'list' ? `_${program}_words ${list(words.words)}` : ':';
}

function list(words: readonly string[]): string {
  return shellQuote(words.join(' '));
}
