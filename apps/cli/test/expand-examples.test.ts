import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliAtRoot, ROOT } from './expand-harness.ts';

const EXAMPLES = readdirSync(join(ROOT, 'examples')).filter((name) => name.endsWith('.yaml'));
const README = readFileSync(join(ROOT, 'examples/README.md'), 'utf8');
const OWN_SECTIONS = readFileSync(join(ROOT, 'apps/cli/README.md'), 'utf8').split(/^(?=## )/m).filter((section) => /^## (?:Expand|List and describe)\n/.test(section)).join('');

const commandsOf = (page: string): string[] => [...page.matchAll(/```console\n([^]*?)```/g)].flatMap(([, block = '']) => block.split(/^(?=\$ )/m));

describe('examples', () => {
  it.each(EXAMPLES)('%s expands to the committed text', async (name) => {
    const expanded = await cliAtRoot(['expand', `examples/${name}`]);
    const explained = await cliAtRoot(['expand', '--explain', `examples/${name}`]);
    expect(explained).toMatchObject({ code: expanded.code, stderr: expanded.stderr });
    expect(expanded.code).toBe(name === 'conflict.yaml' ? 1 : 0);
    await expect(`${explained.stdout}${expanded.stderr}`).toMatchFileSnapshot(`expand-golden/${name.replace('.yaml', '.txt')}`);
    // comments apart, both are the same text
    const withoutComments = (text: string): string => text.replace(/ *#.*$/gm, '');
    expect(withoutComments(explained.stdout)).toBe(withoutComments(expanded.stdout));
  });

  it('are all on their page, with a link', () => {
    for (const name of EXAMPLES) expect(README).toContain(`| [${name}](${name}) |`);
  });

  const commands = commandsOf(README);

  it.each([...commands, ...commandsOf(OWN_SECTIONS)].map((block) => [block.slice(0, block.indexOf('\n')), block]))('the page shows what is printed: %s', async (line, block) => {
    const [, program, ...args] = line.split(' ');
    const { stdout, stderr } = await cliAtRoot(args);
    expect(program).toBe('instancetype');
    expect(`${line}\n${stdout}${stderr}`).toBe(block);
  });

  it('has commands for every example', () => {
    expect(commands.length).toBeGreaterThan(10);
    expect(commandsOf(OWN_SECTIONS)).toHaveLength(2);
    for (const name of EXAMPLES) expect(commands.some((block) => block.slice(0, block.indexOf('\n')).includes(name))).toBe(true);
  });
});
