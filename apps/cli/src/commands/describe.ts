import { type Command, Option } from 'commander';
import { addExamples } from '../examples.ts';
import { EXIT } from '../exit-codes.ts';
import type { FileOptions } from '../expand/file-options.ts';
import { write } from '../io.ts';
import { describe } from '../listing/describe-text.ts';
import { ALL_KINDS, type KindChoice, kindNamed } from '../listing/kinds.ts';
import { openCatalog } from '../listing/open.ts';
import { findNamed, objectsOfKinds } from '../listing/select.ts';
import { printManifests } from '../manifest/print.ts';
import type { Context } from '../context.ts';
import { columnsOf } from '../table/terminal.ts';
import { addWorldOptions, repeatable } from '../world/options.ts';
import type { World, WorldObject } from '../world/world.ts';

const FORMATS = ['text', 'yaml', 'json'] as const;
const WIDTH = 100;

interface DescribeOptions extends FileOptions {
  readonly output: (typeof FORMATS)[number];
}

/** Adds the command `describe`.
 * @param program the command line
 * @param context what it needs */
export function registerDescribe(program: Command, context: Context): void {
  const command = program
    .command('describe')
    .summary('show an instance type or a preference at length')
    .description('Shows instance types and preferences at length: what their series is for, what goes with them, and their whole spec.')
    .argument('<name...>', 'names of the catalog or of the files: u1.medium, fedora, vmp/mine; a kind may stand before them: vmcf u1.medium')
    .option('-f, --file <path>', 'file or directory whose instance types and preferences are known too (repeatable; - for standard input)', repeatable, [])
    .addOption(new Option('-o, --output <format>', 'what to print').choices(FORMATS).default('text'));
  addExamples(addWorldOptions(command), [
    { does: 'an instance type', line: 'instancetype describe u1.medium' },
    { does: 'a preference, by its kind too', line: 'instancetype describe vmcp/windows.11' },
    { does: 'as a manifest, to start your own from', line: 'instancetype describe cx1.2xlarge -o yaml' },
  ]).action((names: string[], options: DescribeOptions, self: Command) => describeNamed(names, options, self, context));
}

async function describeNamed(args: readonly string[], options: DescribeOptions, command: Command, context: Context): Promise<void> {
  const { io, exit } = context;
  const world = await openCatalog(options, command, context);
  const { names, choices } = readArguments(args);
  const found: WorldObject[] = [];
  for (const name of names) {
    const named = findNamed(world, name, choices);
    if ('objects' in named) {
      found.push(...named.objects);
    } else {
      exit(EXIT.usage);
      await write(io.stderr, `instancetype: ${named.message}\n`);
    }
  }
  await write(io.stdout, print(found, options.output, world, columnsOf(io)));
}

/** A kind may stand before the names, as with kubectl. */
function readArguments(args: readonly string[]): { readonly names: readonly string[]; readonly choices: readonly KindChoice[] } {
  const [first = '', ...names] = args;
  const choice = names.length > 0 ? kindNamed(first) : undefined;
  return choice ? { names, choices: [choice] } : { names: args, choices: ALL_KINDS };
}

function print(objects: readonly WorldObject[], format: DescribeOptions['output'], world: World, width: number = WIDTH): string {
  if (format !== 'text') return objects.length === 0 ? '' : printManifests(objects.map(({ value }) => value), format);
  const [instancetypes = [], preferences = []] = ALL_KINDS.map((choice) => objectsOfKinds(world, choice));
  const around = { instancetypes, preferences, cluster: world.cluster, width };
  return objects.map((object) => describe(object, object.ref.kind.endsWith('Preference') ? 'preference' : 'instancetype', around)).join('\n');
}
