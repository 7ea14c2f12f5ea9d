// What the packages weigh in a web page, and whether that is within the budgets below.
import { everythingOf, weigh } from './bundle.ts';
import { purePackages } from './lint/layers.ts';

const SCOPE = '@instancetype';
// packages with input and output are for servers: nobody bundles them
const names = purePackages.map((name) => `${SCOPE}/${name}`).toSorted();

/** All that these packages export, with all that they pull in; the limits are bytes after gzip. */
const BUDGETS = [
  { title: 'a VM form (quantity, apply, preference-apply, expand)', packages: ['quantity', 'apply', 'preference-apply', 'expand'], limit: 20_000 },
  { title: 'validation (schema)', packages: ['schema'], limit: 40_000 },
];

/** One export alone must not bring the rest of its package; the limits are bytes after gzip. */
const SHAKEN = [
  { title: 'compareQuantities of quantity', code: `export { compareQuantities } from '${SCOPE}/quantity';`, limit: 1_000 },
  { title: 'matcherOf of api', code: `export { matcherOf } from '${SCOPE}/api';`, limit: 500 },
  { title: 'one series of catalog', code: `export { u1 } from '${SCOPE}/catalog';`, limit: 2_000 },
];

const rows: string[][] = [];
let exceeded = 0;

const header = ['', 'minified', 'gzipped', 'limit', ''];
for (const { title, packages, limit } of BUDGETS) {
  const everything = everythingOf(packages.map((name) => `${SCOPE}/${name}`));
  await row(title, () => budget(everything, limit));
}
for (const { title, code, limit } of SHAKEN) await row(title, () => budget(code, limit));
for (const name of names) await row(`all of ${name}`, () => whole(name));
print([header, ...rows]);
if (exceeded > 0) console.log(`Sizes: ${exceeded} of these are not as they must be. Find out what grew (esbuild --analyze) before raising a limit.`);
process.exitCode = exceeded === 0 ? 0 : 1;

async function row(title: string, weighed: () => Promise<string[]>): Promise<void> {
  try {
    rows.push([title, ...(await weighed())]);
  } catch (error) {
    exceeded += 1;
    const [first, second] = error instanceof Error ? error.message.split('\n') : [String(error)];
    rows.push([title, '-', '-', '-', `CANNOT BE BUNDLED: ${second ?? first}`]);
  }
}

async function budget(code: string, limit: number): Promise<string[]> {
  const { minified, gzipped } = await weigh(code);
  const over = gzipped > limit;
  exceeded += over ? 1 : 0;
  return [kilobytes(minified), kilobytes(gzipped), kilobytes(limit), over ? 'TOO BIG' : 'ok'];
}

async function whole(name: string): Promise<string[]> {
  const { minified, gzipped } = await weigh(everythingOf([name]));
  return [kilobytes(minified), kilobytes(gzipped), '', await leftover(name)];
}

/** A package that is imported, and of which nothing is used, must leave nothing behind. */
async function leftover(name: string): Promise<string> {
  const { minified } = await weigh(`import '${name}';`);
  const distrusted = await weigh(`import '${name}';`, { trust: false });
  exceeded += minified > 0 ? 1 : 0;
  if (minified > 0) return `LEAVES ${kilobytes(minified)} WHEN UNUSED`;
  return distrusted.minified > 0 ? `ok (${kilobytes(distrusted.minified)} stay in bundlers that ignore "sideEffects")` : 'ok';
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(2)} kB`;
}

function print(table: readonly (readonly string[])[]): void {
  const widths = header.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  for (const row of table) {
    console.log(row.map((cell, column) => (column === 0 || column === 4 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd());
  }
}
