// Measures the packages and prints the figures: node --conditions=@instancetype/source main.ts [--json] [GROUP...]
import { cpus } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Figures } from './src/figure.ts';
import { measureAdmitter } from './src/measure-admitter.ts';
import { measureCache } from './src/measure-cache.ts';
import { measureController, measureController100k } from './src/measure-controller.ts';
import { measureDisks } from './src/measure-disks.ts';
import { measureExpand } from './src/measure-expand.ts';
import { measureQuantity } from './src/measure-quantity.ts';
import { measureSchema } from './src/measure-schema.ts';
import { measureSizes } from './src/measure-sizes.ts';
import { printed } from './src/print.ts';

const GROUPS: Readonly<Record<string, () => Figures | Promise<Figures>>> = {
  expand: measureExpand,
  disks: measureDisks,
  quantity: measureQuantity,
  schema: measureSchema,
  sizes: measureSizes,
  admitter: measureAdmitter,
  cache: measureCache,
  controller: measureController,
  'controller-100k': measureController100k,
};
/** Takes some minutes: measured where it is named only. */
const LONG: readonly string[] = ['controller-100k'];

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
const unknown = positionals.filter((name) => !Object.hasOwn(GROUPS, name));
if (unknown.length > 0) {
  console.error(`There is no group ${unknown.join(', ')}. Groups: ${Object.keys(GROUPS).join(', ')}.`);
  process.exit(2);
}

const chosen = Object.entries(GROUPS).filter(([name]) => (positionals.length === 0 ? !LONG.includes(name) : positionals.includes(name)));
const measured: Figures[] = [];
for (const [name, measure] of chosen) {
  process.stderr.write(`measuring ${name} ...\n`);
  measured.push(await measure());
}

const machine = { node: process.version, v8: process.versions.v8, cpu: cpus()[0]?.model ?? 'unknown', platform: `${process.platform} ${process.arch}` };
const figures = {
  ratios: measured.flatMap(({ ratios = [] }) => ratios),
  sizes: measured.flatMap(({ sizes = [] }) => sizes),
  speeds: measured.flatMap(({ speeds = [] }) => speeds),
  readings: measured.flatMap(({ readings = [] }) => readings),
};
if (values.json) console.log(JSON.stringify({ machine, ...figures }, undefined, 2));
else console.log(printed(figures, `${machine.cpu}, Node ${machine.node}, ${machine.platform}`));
