import { type Command, InvalidArgumentError, Option } from 'commander';
import { addExamples } from '../examples.ts';
import { addFileOptions, type FileOptions, namedPaths, PATHS } from '../expand/file-options.ts';
import { MISSING_CHOICES, type Missing } from '../findings/check-virtual-machine.ts';
import { validateInputs } from '../findings/validate-inputs.ts';
import { painterFor } from '../paint.ts';
import type { Context } from '../context.ts';
import { REPORT_FORMATS, type ReportFormat } from '../report/formats.ts';
import { worldOptionsOf } from '../world/options.ts';

interface ValidateFlags extends FileOptions {
  readonly output: ReportFormat;
  readonly missing: Missing;
  readonly fix?: boolean;
  readonly warnExitCode?: number;
  readonly quiet?: boolean;
  readonly summary?: boolean;
}

/** Registers `instancetype validate`. */
export function registerValidate(program: Command, context: Context): void {
  const command = program
    .command('validate')
    .summary('find everything that KubeVirt would reject or misread')
    .description(DESCRIPTION)
    .argument('[path...]', PATHS)
    .addOption(new Option('-o, --output <format>', 'how to write the findings').choices(REPORT_FORMATS).default('text'))
    .addOption(new Option('--missing <severity>', 'how bad it is that an object which a VM names is not known').choices(MISSING_CHOICES).default('error'))
    .option('--fix', 'mend in the files what can be mended without a change of meaning; of standard input, write the mended text to standard output')
    .option('--warn-exit-code <number>', 'exit code for warnings without errors (default: 0)', exitCode)
    .option('-q, --quiet', 'report errors only, and no summary')
    .option('--summary', 'count the findings by code, with every format');
  addExamples(addFileOptions(command), EXAMPLES);
  command.action(async (paths: readonly string[], flags: ValidateFlags) => {
    const names = namedPaths(paths, flags, command);
    const { output, missing, fix = false, quiet = false, summary = false, warnExitCode } = flags;
    const painter = (stream: 'stdout' | 'stderr'): ReturnType<typeof painterFor> => painterFor(command, context.io, stream);
    await validateInputs(names, { world: worldOptionsOf(flags), output, missing, fix, quiet, summary, warnExitCode, painter }, context);
  });
}

const DESCRIPTION = `Finds everything that would make KubeVirt reject or misread the VMs, instance types and preferences of an input: unknown
fields and wrong types, instance types that do not exist, values of a VM that clash with its instance type, requirements of
its preference that it does not meet, deprecated fields. Each finding has its file, line and column, says whose value clashes
with whose, and how to mend it. Objects of other kinds are passed over.`;

const EXAMPLES = [
  { does: 'one file', line: 'instancetype validate vm.yaml' },
  { does: 'a directory, with the instance types of the cluster', line: 'instancetype validate manifests/ --objects cluster/' },
  { does: 'what another program makes', line: 'helm template shop | instancetype validate -' },
  { does: 'mend what can be mended without a change of meaning', line: 'instancetype validate --fix vm.yaml' },
  { does: "with the cluster's defaults, from its KubeVirt object", line: 'instancetype validate vm.yaml --config kubevirt.yaml' },
  { does: 'annotations on a pull request, in a workflow of GitHub Actions', line: 'instancetype validate manifests/ -o github' },
  { does: 'what code scanning reads, where warnings fail the pipeline too', line: 'instancetype validate manifests/ -o sarif --warn-exit-code 1 > findings.sarif' },
];

function exitCode(text: string): number {
  const number = Number(text);
  if (!/^\d{1,3}$/.test(text) || number > 255) throw new InvalidArgumentError('It is a number from 0 to 255.');
  return number;
}
