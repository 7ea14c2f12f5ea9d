import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { instancetypes, preferences } from '../src/index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the README lists every series with its sizes', () => {
  const series = Map.groupBy(instancetypes(), ({ metadata }) => metadata.name.split('.')[0]);
  for (const [name, types] of series) {
    const variants = types.map(({ metadata }) => metadata.name.split('.')[1] ?? '');
    const sizes = variants.filter((variant) => !variant.endsWith('1gi'));
    const also = sizes.length < variants.length ? ', each also with `1gi` at its end for 1 GiB pages' : '';
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
    expect(row?.split(' | ').at(-1)).toBe(`${sizes.join(', ')}${also} |`);
  }
});

test('the README lists every family', () => {
  for (const { metadata } of preferences()) expect(readme).toContain(`\`${metadata.name.split('.')[0]}\``);
});
