import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import { isLibrary, repository, workspacesIn } from './workspace.ts';

/** What a bundle weighs, in bytes. */
export interface Weight {
  readonly minified: number;
  readonly gzipped: number;
}

const alias = Object.fromEntries(
  workspacesIn('packages').filter(isLibrary).map(({ manifest, path }) => [manifest.name, join(path, 'dist/index.js')]),
);

// some bundlers do not read package.json's "sideEffects": what stays without it is what runs when a module is imported
const distrust: Plugin = {
  name: 'distrust',
  setup: ({ onResolve, resolve }) => {
    onResolve({ filter: /.*/ }, async ({ path, pluginData, ...where }) => {
      if (pluginData === 'asked') return undefined;
      const { path: found, external, errors } = await resolve(path, { ...where, pluginData: 'asked' });
      return { path: found, external, errors, sideEffects: true };
    });
  },
};

/** Bundles a module for a browser, with all that it pulls in from the packages' builds, and weighs it.
 * @param code the module's source
 * @param options `trust`: whether to believe what package.json says about side effects
 * @throws BuildFailure when something is not built or cannot be resolved */
export async function weigh(code: string, options: { readonly trust: boolean } = { trust: true }): Promise<Weight> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: repository, loader: 'js' },
    ...{ alias, bundle: true, minify: true, write: false, format: 'esm', platform: 'browser', target: 'es2024', logLevel: 'silent' },
    plugins: options.trust ? [] : [distrust],
  });
  const text = outputFiles[0]?.contents ?? new Uint8Array();
  return { minified: text.length, gzipped: gzipSync(text, { level: 9 }).length };
}

/** A module that exports all that some packages export; no two of those that are weighed together export the same name. */
export function everythingOf(names: readonly string[]): string {
  return names.map((name) => `export * from '${name}';`).join('\n');
}
