import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { workspaceLint } from '../lint/config.ts';

const root = join(import.meta.dirname, 'fixtures/workspace');
const repository = join(import.meta.dirname, '../../..');

interface Report {
  readonly line: number;
  readonly rule: string | null;
  readonly message: string;
}

const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: workspaceLint(root, join(root, 'tsconfig.json')) });
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .toSorted();
const reports = new Map<string, readonly Report[]>();
for (const result of await eslint.lintFiles(files)) {
  const found = result.messages.map(({ line, ruleId, message }) => ({ line, rule: ruleId, message }));
  reports.set(relative(root, result.filePath), found);
}

const forbidden = files.flatMap((file) => {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  return lines.flatMap((text, index) => {
    const comment = /\/\/ forbidden(?: \[(.+?)\])?: (.+)$/.exec(text);
    if (!comment) return [];
    const imported = /['"]([^'"]+)['"]/.exec(text)?.[1];
    return [{ file, line: index + 1, rule: comment[1] ?? 'boundaries/dependencies', why: comment[2] ?? '', imported }];
  });
});

describe('the committed forbidden imports', () => {
  it.each(forbidden)('$file:$line is reported: $why', ({ file, line, rule, imported }) => {
    const found = reports.get(file)?.filter((report) => report.line === line) ?? [];
    expect(found.map((report) => report.rule)).toEqual([rule]);
    if (rule === 'boundaries/dependencies') expect(found[0]?.message).toContain(`"${imported}"`);
  });

  it('are all that is reported: every legal import passes', () => {
    const expected = new Set(forbidden.map(({ file, line }) => `${file}:${line}`));
    const others = [...reports].flatMap(([file, found]) => found.map(({ line, message }) => ({ at: `${file}:${line}`, message })));
    expect(files.filter((file) => file.endsWith('legal.ts')).length).toBeGreaterThan(10);
    expect(others.filter(({ at }) => !expected.has(at))).toEqual([]);
  });
});

const leaves = ['api', 'quantity', 'conflict', 'draft', 'revision'];
const kinds = ['find', 'apply', 'infer', 'store', 'validate'];
const features = [...kinds, ...kinds.map((kind) => `preference-${kind}`), 'defaults', 'catalog', 'schema'];
const composers = ['expand', 'mutate', 'admit'];
const controllers = ['sync', 'render', 'update', 'export', 'measure'];
const packages = [...leaves, ...features, ...composers, ...controllers, 'kube', 'devcluster', 'operate', 'control'];
const apps = ['cli', 'admitter', 'controller', 'subresource-api'];

/** The design in words, written without a look at the lint's table. */
function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  if (apps.includes(to)) return false;
  if (apps.includes(from)) return to !== 'devcluster';
  if (leaves.includes(from)) return from === 'draft' ? to === 'conflict' : from === 'revision' && ['api', 'conflict', 'quantity'].includes(to);
  if (leaves.includes(to)) return true;
  if (composers.includes(from)) return features.includes(to);
  if (controllers.includes(from)) return features.includes(to) || to === 'expand';
  if (from === 'apply') return to === 'preference-apply';
  return from === `preference-${to}` && to !== 'apply';
}

describe.each([...packages, ...apps])('the imports of %s', (from) => {
  it('are as designed, for every package and app', async () => {
    const targets = [...packages, ...apps];
    const code = targets.map((to) => `import '@instancetype/${to}';`).join('\n');
    const filePath = join(root, apps.includes(from) ? 'apps' : 'packages', from, 'src/every-import.ts');
    const [result] = await eslint.lintText(code, { filePath });
    const denied = result?.messages.filter(({ ruleId }) => ruleId === 'boundaries/dependencies').map(({ line }) => targets[line - 1]);
    expect(denied).toEqual(targets.filter((to) => !mayImport(from, to)));
  });
});

describe('the lint of the workspace itself', () => {
  const real = new ESLint({ cwd: repository });
  const lint = async (filePath: string, code: string): Promise<unknown[]> => {
    const [result] = await real.lintText(code, { filePath: join(repository, filePath) });
    return result?.messages.map(({ ruleId, line }) => `${ruleId} ${line}`) ?? [];
  };

  it('knows every package and app', () => {
    const there = (group: string): string[] => readdirSync(join(repository, group));
    expect([...packages, ...apps]).toEqual(expect.arrayContaining([...there('packages'), ...there('apps')]));
  });

  it('applies the same rules to the real packages', async () => {
    expect(await lint('packages/validate/src/new-rule.ts', `import '@instancetype/find';\nimport 'node:fs';\nimport '@instancetype/conflict';`)).toEqual([
      'boundaries/dependencies 1',
      'boundaries/dependencies 2',
    ]);
    expect(await lint('packages/preference-find/src/new-rule.ts', `import '@instancetype/find';\nimport '@instancetype/apply';`)).toEqual([
      'boundaries/dependencies 2',
    ]);
    expect(await lint('apps/cli/src/new-command.ts', `import '@instancetype/expand/src/index.ts';\nimport '@instancetype/expand';`)).toEqual([
      'boundaries/dependencies 1',
    ]);
  });
});
