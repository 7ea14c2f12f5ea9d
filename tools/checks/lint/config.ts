import type { Linter } from 'eslint';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { boundariesConfig } from './boundaries.ts';
import { houseRules } from './house-rules.ts';
import { ioPackages } from './layers.ts';

const inPackages = (names: readonly string[]): string[] => names.map((name) => `packages/${name}/src/**/*.ts`);

/** What exists in Node or in a browser, but not in both, or does I/O. */
const hostGlobals = [
  ...['process', 'Buffer', 'global', 'globalThis', 'require', 'module', '__dirname', '__filename', 'setImmediate'],
  ...['window', 'self', 'document', 'navigator', 'location', 'localStorage', 'XMLHttpRequest', 'Worker'],
  ...['console', 'fetch', 'setTimeout', 'setInterval', 'queueMicrotask', 'structuredClone', 'performance', 'crypto'],
  ...['TextEncoder', 'TextDecoder', 'URL', 'URLSearchParams', 'AbortController', 'btoa', 'atob', 'Intl'],
];

const everywhere: Linter.Config = {
  plugins: { house: houseRules },
  linterOptions: { reportUnusedDisableDirectives: 'error' },
  rules: {
    'house/file-shape': 'error',
    'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } }],
    // a switch counts once, however many cases it has
    complexity: ['error', { max: 12, variant: 'modified' }],
    'max-depth': ['error', 3],
    'max-params': ['error', 5],
    eqeqeq: 'error',
    'no-var': 'error',
    'prefer-const': 'error',
    'no-eval': 'error',
    'no-implied-eval': 'error',
    'no-new-func': 'error',
    'no-proto': 'error',
    'no-extend-native': 'error',
    'no-self-compare': 'error',
    'no-template-curly-in-string': 'error',
    'no-unmodified-loop-condition': 'error',
    'no-unreachable-loop': 'error',
    'default-case-last': 'error',
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
  },
};

/** The lint of the workspace, and of a folder that is laid out like it.
 * @param root absolute path of the folder that holds packages/, apps/ and tools/
 * @param project absolute path of a tsconfig file whose `paths` lead from a package's name to its sources */
export function workspaceLint(root: string, project: string): Linter.Config[] {
  return defineConfig(
    { files: ['**/*.{ts,mts,js,mjs}'], extends: [tseslint.configs.recommended], ...everywhere },
    { files: ['packages/*/src/**/*.ts'], rules: { 'house/documented-exports': 'error' } },
    {
      files: ['packages/*/src/**/*.ts'],
      ignores: inPackages(ioPackages),
      rules: { 'no-restricted-globals': ['error', ...hostGlobals.map((name) => ({ name, message: 'Pure packages run everywhere: take it as a parameter.' }))] },
    },
    ...boundariesConfig(root, project),
    { files: ['**/*.config.{ts,js,mjs}'], rules: { 'no-restricted-exports': 'off' } },
    // a test may nest its cases and build odd values
    { files: ['**/test/**'], rules: { '@typescript-eslint/no-explicit-any': 'off', 'max-depth': 'off', complexity: 'off' } },
  );
}
