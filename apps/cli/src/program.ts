import { Command, Help, Option } from 'commander';
import { registerCompletion } from './commands/completion.ts';
import { registerDescribe } from './commands/describe.ts';
import { registerExpand } from './commands/expand.ts';
import { registerExplain } from './commands/explain.ts';
import { registerList } from './commands/list.ts';
import { registerSwitch } from './commands/switch.ts';
import { registerValidate } from './commands/validate.ts';
import type { Context } from './context.ts';
import { addExamples } from './examples.ts';
import type { Io } from './io.ts';
import { COLOR_CHOICES } from './paint.ts';
import { KUBEVIRT_VERSION, versionText } from './version.ts';

/** The command line, with every command registered.
 * @param context what the commands need */
export function createProgram(context: Context): Command {
  const program = new Command('instancetype');
  const width = (stream: Io['stdout']): number => ('columns' in stream && typeof stream.columns === 'number' ? stream.columns : HELP_WIDTH);
  // before the commands are made: they inherit both
  program.configureOutput({
    writeOut: (text) => void context.io.stdout.write(text),
    writeErr: (text) => void context.io.stderr.write(text),
    outputError: (text, write) => write(`instancetype: ${oneLine(text)}\n`),
    getOutHelpWidth: () => width(context.io.stdout),
    getErrHelpWidth: () => width(context.io.stderr),
    // --color is not read yet when help is shown
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
  program.configureHelp({ commandDescription: (command) => oneParagraph(command.description()), optionDescription: describeOption });
  program
    .description(`Checks, expands and explains manifests of KubeVirt VMs with instance types and preferences, as KubeVirt ${KUBEVIRT_VERSION} would, without a cluster.`)
    .version(versionText(), '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .addOption(new Option('--color <when>', 'when to color the output').choices(COLOR_CHOICES).default('auto'))
    .addHelpText('after', HELP);
  addExamples(program, EXAMPLES);
  program.exitOverride();
  registerExpand(program, context);
  registerExplain(program, context);
  registerSwitch(program, context);
  registerValidate(program, context);
  registerList(program, context);
  registerDescribe(program, context);
  registerCompletion(program, context);
  return program;
}

const HELP_WIDTH = 100;

const HELP = `
Files are YAML or JSON; a directory stands for the manifests below it, and - for standard input. A VM's
instance type and preference are looked up in the input itself, then in --objects, then in the built-in
catalog of common instance types and preferences.

Exit codes:
  0    nothing wrong, or only warnings and notes
  1    a conflict, an unmet requirement or an invalid object
  2    a wrong call, or input that cannot be read`;

const EXAMPLES = [
  { does: 'what is wrong with the VMs of a directory', line: 'instancetype validate manifests/' },
  { does: 'a VM as KubeVirt would start it', line: 'instancetype expand vm.yaml' },
  { does: 'the instance types of the built-in catalog', line: 'instancetype list instancetypes' },
];

function oneLine(text: string): string {
  return text.replace(/^error: /, '').trim().replace(/\s*\n\s*/g, ' ');
}

/** Lines that start with a space stay lines of their own. */
function oneParagraph(text: string): string {
  return text.replace(/\n(?! )/g, ' ');
}

/** An option that may be given several times starts as an empty list, which is no default to tell. */
function describeOption(this: Help, option: Option): string {
  return Array.isArray(option.defaultValue) ? option.description : Help.prototype.optionDescription.call(this, option);
}
