import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../src/exit-codes.ts';
import { REPORT_FORMATS } from '../src/report/formats.ts';
import { cli, cliOn } from './expand-harness.ts';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

const section = (name: string): string => README.split(/^## /m).find((text) => text.startsWith(`${name}\n`)) ?? '';
const block = (text: string, language: string): string => new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'ms').exec(text)?.[1] ?? '';

describe('the README', () => {
  it('shows what validate prints', async () => {
    const use = section('Use');
    const [command, ...printed] = block(use, 'console').split('\n');
    expect(command).toBe('$ instancetype validate vm.yaml');
    const { stdout, stderr } = await cliOn({ 'vm.yaml': block(use, 'yaml') }, ['validate', 'vm.yaml']);
    expect(stdout + stderr).toBe(printed.join('\n'));
  });

  it('names every flag of validate, and no other', async () => {
    const { stdout } = await cli(['validate', '--help']);
    const flags = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map((match) => match[1]).filter((flag) => flag !== '--help');
    const named = [...section('Validate').matchAll(/--[a-z][\w-]*/g)].map(([flag]) => flag);
    expect([...new Set(named)].toSorted()).toEqual([...new Set([...flags, '--color'])].toSorted());
  });

  it('names every exit code and every format', () => {
    const codes = [...section('Exit codes').matchAll(/^\| (\d+) \|/gm)].map((match) => Number(match[1]));
    expect(codes).toEqual(Object.values(EXIT));
    const formats = [...section('Formats').matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]);
    expect(formats).toEqual(REPORT_FORMATS);
  });
});
