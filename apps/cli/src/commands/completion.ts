import { Argument, type Command } from 'commander';
import { bashScript } from '../completion/bash.ts';
import { fishScript } from '../completion/fish.ts';
import { modelOf, type ProgramModel } from '../completion/model.ts';
import { zshScript } from '../completion/zsh.ts';
import { addExamples } from '../examples.ts';
import { write } from '../io.ts';
import type { Context } from '../context.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const satisfies Record<string, (program: ProgramModel) => string>;

type Shell = keyof typeof SCRIPTS;

const DESCRIPTION = `Prints a script that lets a shell complete commands, flags and their values, files, and the names of the built-in
catalog. Load it when the shell starts:
  bash   source <(instancetype completion bash)         in ~/.bashrc
  zsh    source <(instancetype completion zsh)          in ~/.zshrc, after compinit
  fish   instancetype completion fish | source          in ~/.config/fish/config.fish`;

/** Adds the command `completion`.
 * @param program the command line, which the script is made of
 * @param context what it needs */
export function registerCompletion(program: Command, context: Context): void {
  const command = program
    .command('completion')
    .summary('print a completion script for a shell')
    .description(DESCRIPTION)
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SCRIPTS)));
  addExamples(command, [{ does: 'in the running bash', line: 'source <(instancetype completion bash)' }]);
  command.action((shell: Shell) => write(context.io.stdout, SCRIPTS[shell](modelOf(program))));
}
