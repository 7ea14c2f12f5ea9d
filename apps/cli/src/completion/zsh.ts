import { type ArgumentModel, type CommandModel, type OptionModel, type ProgramModel, shellQuote, type Words } from './model.ts';

/** A completion script for zsh: for a file `_instancetype` on the function path, or to be sourced.
 * @param program the command line */
export function zshScript(program: ProgramModel): string {
  const { name } = program;
  return `#compdef ${name}
# zsh completion for ${name}. Load it with: source <(${name} completion zsh)

_${name}() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  local -a commands
  commands=(
${program.commands.map((command) => `    ${shellQuote(`${command.name}:${escapeColon(command.summary)}`)}`).join('\n')}
  )
  _arguments -C \\
${lines(program.options.flatMap(optionSpecs))}
    '1: :->command' \\
    '*:: :->arguments'
  case $state in
    command)
      _describe -t commands command commands
      ;;
    arguments)
      case $words[1] in
${program.commands.map(commandCase).join('\n')}
      esac
      ;;
  esac
}

if [ "$funcstack[1]" = "_${name}" ]; then
  _${name} "$@"
else
  compdef _${name} ${name}
fi
`;
}

function commandCase({ name, options, arguments: args }: CommandModel): string {
  const specs = [...options.flatMap(optionSpecs), ...args.map(argumentSpec)];
  return `        ${name})
          _arguments \\
${specs.map((spec) => `            ${spec}`).join(' \\\n')}
          ;;`;
}

function lines(specs: readonly string[]): string {
  return specs.map((spec) => `    ${spec} \\`).join('\n');
}

function optionSpecs({ flags, description, value, valueName, repeatable }: OptionModel): string[] {
  const others = repeatable ? '*' : `(${flags.join(' ')})`;
  const text = `[${description.replaceAll(/[[\]\\]/g, String.raw`\$&`)}]`;
  return flags.map((flag) => {
    if (!value) return shellQuote(`${others}${flag}${text}`);
    // a long flag takes its value after "=" or as the next word
    return shellQuote(`${others}${flag}${flag.startsWith('--') ? '=' : ''}${text}:${valueName}:${action(value)}`);
  });
}

function argumentSpec({ name, words, variadic }: ArgumentModel, index: number): string {
  return shellQuote(`${variadic ? '*' : index + 1}:${name}:${action(words)}`);
}

function action(words: Words): string {
  if (words.from === 'files') return '_files';
  return words.from === 'list' ? `(${words.words.join(' ')})` : ' ';
}

function escapeColon(text: string): string {
  return text.replaceAll(':', String.raw`\:`);
}
