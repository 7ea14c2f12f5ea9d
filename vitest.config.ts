import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const projects = ['packages', 'apps', 'tools'].flatMap((group) =>
  readdirSync(new URL(`./${group}`, import.meta.url))
    .map((name) => `${group}/${name}`)
    .filter((root) => existsSync(new URL(`./${root}/test`, import.meta.url))),
);

export default defineConfig({
  // the packages' sources are tested, never a stale build
  ssr: { resolve: { conditions: ['@instancetype/source', 'module', 'node', 'development|production'] } },
  test: {
    isolate: false,
    testTimeout: 60_000,
    projects: projects.map((root) => ({
      extends: true,
      root,
      test: { name: root, include: ['test/**/*.test.ts'], setupFiles: [fileURLToPath(new URL('./tools/checks/fixed-seed.ts', import.meta.url))] },
    })),
  },
});
