import { showText } from '@instancetype/conflict';
import { parseQuantity, type Quantity } from '@instancetype/quantity';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { addExamples } from '../examples.ts';
import type { FileOptions } from '../expand/file-options.ts';
import { write } from '../io.ts';
import { columnsFor } from '../listing/columns.ts';
import { misfitOf } from '../listing/fits.ts';
import { ALL_KINDS, type KindChoice, kindNamed, nearestKind } from '../listing/kinds.ts';
import { openCatalog } from '../listing/open.ts';
import { findNamed, isAtLeast, objectsOfKinds } from '../listing/select.ts';
import { printManifests } from '../manifest/print.ts';
import type { Context } from '../context.ts';
import { printTable } from '../table/table.ts';
import { columnsOf } from '../table/terminal.ts';
import { addWorldOptions, repeatable } from '../world/options.ts';
import type { World, WorldObject } from '../world/world.ts';

const FORMATS = ['table', 'json', 'yaml', 'name'] as const;

interface ListOptions extends FileOptions {
  readonly output: (typeof FORMATS)[number];
  readonly minCpu?: number;
  readonly minMemory?: Quantity;
  readonly fits?: string;
}

/** Adds the command `list`.
 * @param program the command line
 * @param context what it needs */
export function registerList(program: Command, context: Context): void {
  const command = program
    .command('list')
    .summary('list instance types and preferences')
    .description('Lists the instance types and preferences of the built-in catalog, and those of files.')
    .argument('[kind]', 'instancetypes, preferences, or a kind as kubectl knows it: vmf, vmcf, vmp, vmcp, their singular or plural')
    .option('-f, --file <path>', 'file or directory whose instance types and preferences are listed too (repeatable; - for standard input)', repeatable, [])
    .addOption(new Option('-o, --output <format>', 'what to print').choices(FORMATS).default('table'))
    .option('--min-cpu <count>', 'only instance types with so many vCPUs or more', wholeNumber)
    .option('--min-memory <quantity>', 'only instance types with so much memory or more, for example 8Gi', quantity)
    .option('--fits <name>', "only instance types that meet this preference's requirements; for preferences, those that this instance type meets");
  addExamples(addWorldOptions(command), [
    { does: 'everything in the catalog', line: 'instancetype list' },
    { does: 'where Windows 11 runs, with 4 vCPUs or more', line: 'instancetype list instancetypes --fits windows.11 --min-cpu 4' },
    { does: 'the names of what u1.small is enough for', line: 'instancetype list preferences --fits u1.small -o name' },
  ]).action((kind: string | undefined, options: ListOptions, self: Command) => list(kind, options, self, context));
}

async function list(word: string | undefined, options: ListOptions, command: Command, context: Context): Promise<void> {
  const { io } = context;
  const choices = choicesFor(word, options, command);
  const world = await openCatalog(options, command, context);
  const selected = choices.map((choice) => ({ choice, objects: select(world, choice, options, command) }));
  await write(io.stdout, print(selected, options.output, columnsOf(io)));
  if (options.output === 'table' && selected.every(({ objects }) => objects.length === 0)) await write(io.stderr, 'instancetype: there is none\n');
}

function choicesFor(word: string | undefined, options: ListOptions, command: Command): readonly KindChoice[] {
  const isAboutSize = options.minCpu !== undefined || options.minMemory !== undefined;
  if (word === undefined) return isAboutSize || options.fits !== undefined ? ALL_KINDS.slice(0, 1) : ALL_KINDS;
  const choice = kindNamed(word);
  if (!choice) {
    const nearest = nearestKind(word);
    command.error(`"${showText(word)}" is no kind to list${nearest === undefined ? ': write instancetypes or preferences' : `: did you mean ${nearest}?`}`);
  }
  if (isAboutSize && choice.family === 'preference') command.error('--min-cpu and --min-memory are about instance types: preferences have no size');
  return [choice];
}

function select(world: World, choice: KindChoice, { minCpu, minMemory, fits }: ListOptions, command: Command): WorldObject[] {
  const sized = objectsOfKinds(world, choice).filter((object) => choice.family === 'preference' || isAtLeast(object, { cpu: minCpu, memory: minMemory }));
  if (fits === undefined) return sized;
  const found = findNamed(world, fits, ALL_KINDS.filter(({ family }) => family !== choice.family));
  if ('message' in found) command.error(`--fits: ${found.message}`);
  return sized.filter((object) =>
    found.objects.some((other) => {
      const [instancetype, preference] = choice.family === 'preference' ? [other, object] : [object, other];
      return misfitOf(instancetype, preference, world.cluster) === undefined;
    }),
  );
}

interface Selected {
  readonly choice: KindChoice;
  readonly objects: readonly WorldObject[];
}

function print(selected: readonly Selected[], format: ListOptions['output'], width: number | undefined): string {
  if (format === 'table') return selected.filter(({ objects }) => objects.length > 0).map((each) => table(each, width)).join('\n');
  const objects = selected.flatMap((each) => each.objects);
  if (format === 'name') return objects.map(({ ref }) => `${ref.kind.toLowerCase()}.instancetype.kubevirt.io/${showText(ref.name)}\n`).join('');
  return printManifests(objects.map(({ value }) => value), format);
}

function table({ choice, objects }: Selected, width: number | undefined): string {
  const columns = columnsFor(choice.family, objects);
  return printTable(columns, objects.map((object) => columns.map((column) => column.cell(object))), width);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It takes a whole number.');
  return Number(text);
}

function quantity(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new InvalidArgumentError(parsed.error.message);
  return parsed.value;
}
