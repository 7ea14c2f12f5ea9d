import { type Command, Option } from 'commander';
import { addExamples } from '../examples.ts';
import { Complaints } from '../expand/complaints.ts';
import { addFileOptions, type FileOptions, openFiles, PATHS } from '../expand/file-options.ts';
import { parseFieldName } from '../explain/field-name.ts';
import { runExplain } from '../explain/run-explain.ts';
import type { Context } from '../context.ts';

const FORMATS = ['text', 'json'] as const;

interface ExplainOptions extends FileOptions {
  readonly output: (typeof FORMATS)[number];
}

const DESCRIPTION = `Says where a field of a VM comes from once its instance type, its preference and KubeVirt's defaults are applied: its
value, who set it and by which rule, and what was preferred and not taken. The field is named by its path or by the last
part of it, and an element of a list by its index or its name: cpu.sockets, disks[0].disk.bus, disks[root].disk.bus. For
an object or a list all that it holds is listed.`;

/** Adds the command `explain`.
 * @param program the command line
 * @param context what it needs */
export function registerExplain(program: Command, context: Context): void {
  const command = program
    .command('explain')
    .summary('say where a field of a VM comes from')
    .description(DESCRIPTION)
    .argument('<field>', 'spec.template.spec.domain.cpu.sockets, or just cpu.sockets')
    .argument('[path...]', PATHS)
    .addOption(new Option('-o, --output <format>', 'what to print').choices(FORMATS).default('text'));
  addExamples(addFileOptions(command), [
    { does: 'why a VM has so many sockets', line: 'instancetype explain cpu.sockets vm.yaml' },
    { does: 'why its first disk is on that bus', line: 'instancetype explain disks[0].disk.bus -f vm.yaml' },
    { does: 'everything about its firmware', line: 'instancetype explain domain.firmware vm.yaml' },
  ]).action((field: string, paths: string[], options: ExplainOptions, self: Command) => explain(field, paths, options, self, context));
}

async function explain(field: string, paths: readonly string[], options: ExplainOptions, command: Command, context: Context): Promise<void> {
  const name = parseFieldName(field);
  if (name.parts.length === 0) command.error('name a field, for example cpu.sockets');
  const complaints = new Complaints(command, context);
  const opened = await openFiles(paths, options, command, context, complaints);
  await runExplain(opened, { name, format: options.output }, command, complaints, context);
}
