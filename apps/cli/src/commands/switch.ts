import { type Command, Option } from 'commander';
import { addExamples } from '../examples.ts';
import { Complaints } from '../expand/complaints.ts';
import { addFileOptions, type FileOptions, openFiles, PATHS } from '../expand/file-options.ts';
import type { Context } from '../context.ts';
import { runSwitch } from '../switch/run-switch.ts';
import { findTarget } from '../switch/target.ts';

const FORMATS = ['text', 'json'] as const;

interface SwitchOptions extends FileOptions {
  readonly to?: string;
  readonly preference?: string;
  readonly output: (typeof FORMATS)[number];
}

const DESCRIPTION = `Says what happens when VMs switch to another instance type or preference: which of their fields change while they run, which
with a restart, and why. What KubeVirt refuses, a conflict or a requirement that is not met, is reported on standard error
with its place, and the exit code is 1. Nothing is written. A VM is taken to run as its manifest says.`;

/** Adds the command `switch`.
 * @param program the command line
 * @param context what it needs */
export function registerSwitch(program: Command, context: Context): void {
  const command = program
    .command('switch')
    .summary('say what changes live and what needs a restart when VMs switch to another instance type')
    .description(DESCRIPTION)
    .argument('[path...]', PATHS)
    .option('--to <name>', 'the instance type to switch to; a kind may stand before it: vmf/mine')
    .option('--preference <name>', 'the preference to switch to, likewise')
    .addOption(new Option('-o, --output <format>', 'what to print').choices(FORMATS).default('text'));
  addExamples(addFileOptions(command), [
    { does: 'what a larger size means for a VM that runs', line: 'instancetype switch vm.yaml --to u1.large' },
    { does: 'another preference as well', line: 'instancetype switch -f vm.yaml --to u1.large --preference fedora' },
    { does: 'which VMs of a directory would need a restart', line: 'instancetype switch manifests/ --to cx1.large -o json' },
  ]).action((paths: string[], options: SwitchOptions, self: Command) => switchAll(paths, options, self, context));
}

async function switchAll(paths: readonly string[], options: SwitchOptions, command: Command, context: Context): Promise<void> {
  if (options.to === undefined && options.preference === undefined) command.error('say what to switch to: --to NAME, --preference NAME, or both');
  const complaints = new Complaints(command, context);
  const opened = await openFiles(paths, options, command, context, complaints);
  complaints.progress.clear();
  await complaints.about(opened);
  const found = findTarget(opened.world, options);
  if ('message' in found) command.error(found.message);
  await runSwitch(opened, { target: found.target, format: options.output }, command, complaints, context);
}
