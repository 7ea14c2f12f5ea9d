import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { cli, withFiles } from './expand-harness.ts';

const script = async (shell: string): Promise<string> => (await cli(['completion', shell])).stdout;

/** What bash offers for a line; the last word is the one that is being written. */
async function offers(line: string, directory: string = '.'): Promise<string[]> {
  // bash splits at = itself
  const words = line.split(' ').flatMap((word) => (word.startsWith('--') && word.includes('=') ? [word.slice(0, word.indexOf('=')), '=', word.slice(word.indexOf('=') + 1)] : [word]));
  const quoted = words.map((word) => `'${word}'`).join(' ');
  const run = `${await script('bash')}\nCOMP_WORDS=(${quoted})\nCOMP_CWORD=${words.length - 1}\n_instancetype\nprintf '%s\\n' "\${COMPREPLY[@]}"\n`;
  const { stdout, stderr } = spawnSync('bash', ['--norc'], { input: run, encoding: 'utf8', cwd: directory });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '').toSorted();
}

describe('completion bash', () => {
  it.each([
    ['instancetype v', ['validate']],
    ['instancetype --co', ['--color']],
    ['instancetype --color a', ['always', 'auto']],
    ['instancetype --color never ex', ['expand', 'explain']],
    ['instancetype validate --mis', ['--missing']],
    ['instancetype validate --missing ', ['error', 'ignore', 'warn']],
    ['instancetype validate --missing=w', ['warn']],
    ['instancetype validate --missing=', ['error', 'ignore', 'warn']],
    ['instancetype validate vm.yaml -o j', ['json', 'junit']],
    ['instancetype validate --color never --output s', ['sarif']],
    ['instancetype validate --namespace ', []],
    ['instancetype describe u1.med', ['u1.medium']],
    ['instancetype describe u1.medium windows.1', ['windows.10', 'windows.10.virtio', 'windows.11', 'windows.11.virtio']],
    ['instancetype list pre', ['preferences']],
    ['instancetype list --fits cx1.2x', ['cx1.2xlarge', 'cx1.2xlarge1gi']],
    ['instancetype completion ', ['bash', 'fish', 'zsh']],
    ['instancetype help val', ['validate']],
    ['instancetype nonsense ', []],
  ])('%s', async (line, expected) => {
    expect(await offers(line)).toEqual(expected);
  });

  it('offers files where files are named, after flags and values too', async () => {
    await withFiles({ 'vm one.yaml': '', 'vm2.yaml': '', 'other.yaml': '' }, async (directory) => {
      for (const line of ['instancetype validate vm', 'instancetype validate -o json vm', 'instancetype validate --objects vm', 'instancetype validate a b -f vm', 'instancetype explain cpu.sockets vm']) {
        expect(await offers(line, directory)).toEqual(['vm one.yaml', 'vm2.yaml']);
      }
      expect(await offers('instancetype explain vm', directory)).toEqual([]);
    });
  });

  it('offers every command and flag of the help', async () => {
    const { stdout } = await cli(['validate', '--help']);
    const flags = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map((match) => match[1]);
    const offered = await offers('instancetype validate --');
    expect(flags.length).toBeGreaterThan(8);
    expect(offered).toEqual(expect.arrayContaining(flags));
  });
});

describe('completion zsh and fish', () => {
  it('zsh: has every command, with values, names and files', async () => {
    const text = await script('zsh');
    expect(text).toMatch(/^#compdef instancetype\n/);
    for (const line of ["'validate:find everything", "'(-o --output)--output=[how to write the findings]:format:(text json sarif junit github)'", "'*--objects=[", ":path:_files'", "'*:path:_files'", 'u1.medium', 'windows.11']) expect(text).toContain(line);
    expect(quotesOf(text) % 2).toBe(0);
  });

  it('fish: has every command, with values, names and files', async () => {
    const text = await script('fish');
    for (const line of [
      "complete -c instancetype -n '__fish_use_subcommand' -a validate -d 'find everything that KubeVirt would reject or misread'",
      "complete -c instancetype -n '__fish_seen_subcommand_from validate' -s o -l output -x -a 'text json sarif junit github' -d 'how to write the findings'",
      "complete -c instancetype -n '__fish_seen_subcommand_from validate' -F",
      "complete -c instancetype -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'",
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(text).toMatch(/__fish_seen_subcommand_from describe' -a '[^']*u1\.medium/);
  });

  it.each([['bash', ['-n']], ['zsh', ['-n']], ['fish', ['--no-execute']]] as const)('%s can read its script, where it is installed', async (shell, args) => {
    const { error, status, stderr } = spawnSync(shell, args, { input: await script(shell), encoding: 'utf8' });
    if (!error) expect([status, stderr]).toEqual([0, '']);
  });
});

/** Single quotes that are not escaped: they come in pairs. */
function quotesOf(text: string): number {
  return text.replaceAll(String.raw`'\''`, '').split('\n').filter((line) => !line.startsWith('#')).join('').split("'").length - 1;
}
