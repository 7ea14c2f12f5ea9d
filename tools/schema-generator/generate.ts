/**
 * Writes the tables of @instancetype/schema from the types package and the corrections.
 *
 *   node tools/schema-generator/generate.ts            writes them
 *   node tools/schema-generator/generate.ts --check    fails where the committed ones differ
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { CorrectedModels } from './collect.ts';
import { CORRECTIONS } from './corrections.ts';
import { modulesOf } from './modules.ts';
import { TypesFile } from './read-types.ts';

const PACKAGE = '@kubevirt-ui-ext/kubevirt-api';
const output = join(import.meta.dirname, '../../packages/schema/src/generated');

const entry = createRequire(import.meta.url).resolve(`${PACKAGE}/kubevirt`);
const models = new CorrectedModels(new TypesFile(join(dirname(entry), 'index.d.ts')), CORRECTIONS);
const wanted = modulesOf(models);

const current = existsSync(output) ? readdirSync(output) : [];
const read = (name: string): string | undefined => (current.includes(name) ? readFileSync(join(output, name), 'utf8') : undefined);

if (process.argv.includes('--check')) {
  const stale = [...wanted].filter(([name, text]) => read(name) !== text).map(([name]) => name);
  const surplus = current.filter((name) => !wanted.has(name));
  if (stale.length + surplus.length > 0) {
    console.error(`stale: ${[...stale, ...surplus].join(', ')}; run npm run generate:schema`);
    process.exitCode = 1;
  }
} else {
  mkdirSync(output, { recursive: true });
  for (const name of current) if (!wanted.has(name)) rmSync(join(output, name));
  for (const [name, text] of wanted) writeFileSync(join(output, name), text);
}
