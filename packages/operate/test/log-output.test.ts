import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from './support/folder.ts';
import { talk } from './support/talker.ts';

type Line = Readonly<Record<string, any>>;

const children: ChildProcessByStdio<Writable, Readable, Readable>[] = [];

function talker(count: number, drops: boolean) {
  const support = JSON.stringify(join(import.meta.dirname, 'support', 'talker.ts'));
  return started(`import { ${talk.name} } from ${support}; await ${talk.name}(${count}, ${drops});`);
}

function started(script: string) {
  const child = spawn(process.execPath, ['--conditions=@instancetype/source', '--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script], { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  let [text, told] = ['', ''];
  child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString('utf8')));
  return {
    child,
    ended: once(child, 'close'),
    told: () => told,
    read: () => void child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8'))),
    lines: () => text.split('\n').slice(0, -1).map((line) => JSON.parse(line) as Line),
  };
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

describe('a log on standard output', () => {
  it('holds nobody up while its lines are not read, and loses none of them', async () => {
    const { child, ended, told, read, lines } = talker(5_000, false);
    await until(() => told().includes('still alive'));
    read();
    expect(await ended).toEqual([0, null]);
    expect(child.killed).toBe(false);
    expect(lines().map(({ index }) => index as number)).toEqual(Array.from({ length: 5_000 }, (_, index) => index));
  });

  it('keeps so many lines and no more, and says how many were lost', async () => {
    const { child, ended, told, read, lines } = talker(60_000, true);
    await until(() => told().includes('still alive'));
    read();
    child.stdin.write('go on\n');
    expect(await ended).toEqual([0, null]);
    const [lost, last] = lines().slice(-2);
    expect(lost).toMatchObject({ level: 'warn', message: 'lines were lost, because nobody read the log', count: expect.any(Number) });
    expect(last).toMatchObject({ message: 'the last' });
    expect(lines().length - 2 + Number(lost?.['count'])).toBe(60_000);
  });

  it('has the last lines, also of a program that ends at once', async () => {
    const { ended, read, lines } = started(`import { openLog } from ${JSON.stringify(join(import.meta.dirname, '..', 'src', 'index.ts'))}; const log = openLog({ level: 'info' }); for (const index of [0, 1, 2]) log.info('said', { index }); process.exit(3);`);
    read();
    expect(await ended).toEqual([3, null]);
    expect(lines().map(({ index }) => index as number)).toEqual([0, 1, 2]);
  });

  it('goes on when whoever read it has gone', async () => {
    const { child, ended, told } = talker(5_000, false);
    child.stdout.destroy();
    expect(await ended).toEqual([0, null]);
    expect(told()).toBe('all said\nstill alive\n');
  });
});
