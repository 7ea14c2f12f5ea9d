import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url).pathname;

function sourcesBelow(folder: string): string {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => /(^|\/)src\/.*\.ts$/.test(file) && !file.includes('node_modules'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'))
    .join('\n');
}

const sources = sourcesBelow('packages') + sourcesBelow('apps');
const page = readFileSync(join(root, 'docs/diagnostics.md'), 'utf8');
const documented = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([a-z][a-z-]+)`/g)].map((match) => match[1] ?? ''));

test('the page lists each code once', () => {
  expect(documented.length).toBeGreaterThan(50);
  expect([...new Set(documented)]).toEqual(documented);
});

test('every code of the page is one that the sources write', () => {
  // two families share their codes, and name the family
  const written = (code: string): boolean =>
    sources.includes(`'${code}'`) || sources.includes(`\`\${family}-${code.replace(/^(instancetype|preference)-/, '')}\``);
  expect(documented.filter((code) => !written(code))).toEqual([]);
});

test('every code that the sources write is on the page', () => {
  const literals = [...sources.matchAll(/\bcode: '([a-z]+(?:-[a-z]+)+)'/g)].map((match) => match[1] ?? '');
  const faults = [...(/type FaultCode =([^;]+);/.exec(sources)?.[1] ?? '').matchAll(/'([a-z-]+)'/g)].map((match) => match[1] ?? '');
  expect(literals.length).toBeGreaterThan(20);
  expect(faults.length).toBeGreaterThan(10);
  const known = (code: string): boolean => documented.includes(code) || code.startsWith('advice-');
  expect([...new Set([...literals, ...faults])].filter((code) => !known(code))).toEqual([]);
});
