import { workspaceLint } from './tools/checks/lint/config.ts';

export default [
  // compare.mjs is kept as it was made beside the cases, so that results stay comparable
  { ignores: ['tools/conformance/compare.mjs', '**/dist/', '**/.turbo/', '**/generated/', '**/*.generated.*', '**/fixtures/'] },
  ...workspaceLint(import.meta.dirname, `${import.meta.dirname}/tools/checks/tsconfig.lint.json`),
];
