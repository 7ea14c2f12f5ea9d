import { describe, expect, it } from 'vitest';
import { cli, cliOn } from './expand-harness.ts';
import { CLASHING, DEPRECATED, GOOD } from './validate-manifests.ts';

const FILES = { 'good.yaml': GOOD, 'bad.yaml': CLASHING, 'old.yaml': DEPRECATED, 'broken.yaml': 'a: [1\n' };

describe('validate: exit codes', () => {
  it.each([
    ['nothing wrong', ['good.yaml'], 0],
    ['warnings', ['old.yaml'], 0],
    ['warnings, with a code of their own', ['old.yaml', '--warn-exit-code', '4'], 4],
    ['nothing wrong, with a code for warnings', ['good.yaml', '--warn-exit-code', '4'], 0],
    ['errors beside warnings with a code', ['old.yaml', 'bad.yaml', '--warn-exit-code', '4'], 1],
    ['warnings that are not shown', ['old.yaml', '--quiet', '--warn-exit-code', '4'], 4],
    ['errors', ['good.yaml', 'bad.yaml'], 1],
    ['what cannot be read beside errors', ['bad.yaml', 'broken.yaml'], 2],
    ['what cannot be read beside warnings with a code', ['old.yaml', 'broken.yaml', '--warn-exit-code', '4'], 2],
    ['an unreadable file of --objects', ['good.yaml', '--objects', 'broken.yaml'], 2],
    ['a --config without a KubeVirt object', ['good.yaml', '--config', 'old.yaml'], 2],
    ['nothing named', [], 2],
  ])('%s: %3$i', async (_, args, code) => {
    expect((await cliOn(FILES, ['validate', ...args])).code).toBe(code);
  });

  it.each([
    [['--output', 'xml'], "instancetype: option '-o, --output <format>' argument 'xml' is invalid. Allowed choices are text, json, sarif, junit, github.\n"],
    [['--warn-exit-code', '256'], "instancetype: option '--warn-exit-code <number>' argument '256' is invalid. It is a number from 0 to 255.\n"],
    [['--warn-exit-code', '-1'], "instancetype: option '--warn-exit-code <number>' argument '-1' is invalid. It is a number from 0 to 255.\n"],
    [['--mising', 'warn'], "instancetype: unknown option '--mising' (Did you mean --missing?)\n"],
    [[], 'instancetype: name a file or a directory, or - for standard input\n'],
  ])('tells a wrong call on one line: %j', async (args, stderr) => {
    expect(await cli(['validate', ...args])).toEqual({ code: 2, stdout: '', stderr });
  });

  it('says on standard error what is wrong with --objects and --config, and checks the input all the same', async () => {
    const { stdout, stderr } = await cliOn(FILES, ['validate', 'bad.yaml', '--objects', 'broken.yaml', '--config', 'old.yaml']);
    const [first, second] = stderr.split('\n');
    expect(first).toMatch(/^instancetype: broken\.yaml:\d+:\d+: not valid YAML/);
    expect(second).toMatch(/^instancetype: old\.yaml: --config takes a file with a KubeVirt object/);
    expect(stdout).toContain('[instancetype-conflict]');
  });
});
