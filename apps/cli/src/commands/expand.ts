import { type Command, Option } from 'commander';
import { addExamples } from '../examples.ts';
import { Complaints } from '../expand/complaints.ts';
import { diffOutput } from '../expand/diff-output.ts';
import { addFileOptions, type FileOptions, openFiles, PATHS } from '../expand/file-options.ts';
import { jsonOutput } from '../expand/json-output.ts';
import type { ExpandOutput } from '../expand/output.ts';
import { runExpand } from '../expand/run-expand.ts';
import { textOutput } from '../expand/text-output.ts';
import { explainJsonOutput, explainTableOutput } from '../explain/explain-output.ts';
import { painterFor } from '../paint.ts';
import type { Context } from '../context.ts';
import { columnsOf } from '../table/terminal.ts';

const FORMATS = ['yaml', 'json', 'table'] as const;

interface ExpandOptions extends FileOptions {
  readonly output?: (typeof FORMATS)[number];
  readonly explain?: boolean;
  readonly diff?: boolean;
}

const DESCRIPTION = `Prints VMs as KubeVirt would start them: with the fields of their instance type, of their preference and of KubeVirt's
defaults, and without the references. All else of the input is printed as it is: other objects byte for byte, and of a VM
the lines that do not change, with their comments. A VM that cannot be expanded is reported on standard error and left out,
and the exit code is 1.`;

/** Adds the command `expand`.
 * @param program the command line
 * @param context what it needs */
export function registerExpand(program: Command, context: Context): void {
  const command = program
    .command('expand')
    .summary('print VMs with their instance types, preferences and defaults applied')
    .description(DESCRIPTION)
    .argument('[path...]', PATHS)
    .addOption(new Option('-o, --output <format>', 'what to print; without it YAML stays YAML and JSON stays JSON').choices(FORMATS))
    .option('--explain', 'say where each field comes from: as comments in YAML, with -o table as a table, with -o json as JSON')
    .option('--diff', 'print what changes in the files, in the unified format; with --explain also why');
  addExamples(addFileOptions(command), [
    { does: 'a VM as KubeVirt would start it', line: 'instancetype expand vm.yaml' },
    { does: 'where each of its fields comes from', line: 'instancetype expand --explain vm.yaml' },
    { does: 'what changes, and why', line: 'instancetype expand --diff --explain vm.yaml' },
    { does: "a directory of VMs, with your own instance types and your cluster's defaults", line: 'instancetype expand manifests/ --objects cluster/ --config kubevirt.yaml' },
    { does: 'in a pipe', line: 'cat vm.yaml | instancetype expand -o json -' },
  ]).action((paths: string[], options: ExpandOptions, self: Command) => expand(paths, options, self, context));
}

async function expand(paths: readonly string[], options: ExpandOptions, command: Command, context: Context): Promise<void> {
  const output = outputFor(options, command, context);
  const complaints = new Complaints(command, context);
  await runExpand(await openFiles(paths, options, command, context, complaints), output, complaints, context);
}

function outputFor({ output, explain, diff }: ExpandOptions, command: Command, { io }: Context): ExpandOutput {
  if (diff) {
    if (output !== undefined) command.error('--diff compares texts: leave out --output');
    return diffOutput(explain ? 'new' : undefined, painterFor(command, io, 'stdout'));
  }
  if (output === 'table') return explainTableOutput(columnsOf(io));
  if (output === 'json') return explain ? explainJsonOutput() : jsonOutput();
  // JSON has no comments
  return explain ? textOutput({ format: 'yaml', comments: 'all' }) : textOutput({ format: output ?? 'kept' });
}
