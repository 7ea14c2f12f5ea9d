import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Figures, Size } from './figure.ts';

const BUNDLES: Readonly<Record<string, string>> = {
  'quantity, apply, preference-apply and expand': everythingOf('quantity', 'apply', 'preference-apply', 'expand'),
  schema: everythingOf('schema'),
  'catalog: one series': `export { u1 } from '${sourceOf('catalog')}';`,
  'catalog: everything': everythingOf('catalog'),
};

/** What packages weigh in a web page, bundled from their sources with all that they pull in. */
export async function measureSizes(): Promise<Figures> {
  return { sizes: await Promise.all(Object.entries(BUNDLES).map(([title, code]) => weigh(title, code))) };
}

async function weigh(title: string, code: string): Promise<Size> {
  const { outputFiles } = await build({
    logLevel: 'silent',
    stdin: { contents: code, resolveDir: import.meta.dirname, loader: 'js' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    conditions: ['@instancetype/source'],
  });
  const text = outputFiles[0]?.contents ?? new Uint8Array();
  return { title, minified: text.length, gzipped: gzipSync(text, { level: 9 }).length };
}

function everythingOf(...names: readonly string[]): string {
  return names.map((name) => `export * from '${sourceOf(name)}';`).join('\n');
}

function sourceOf(name: string): string {
  return `../../../packages/${name}/src/index.ts`;
}
