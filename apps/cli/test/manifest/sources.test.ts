import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultLine } from '../../src/manifest/fault.ts';
import { systemFault } from '../../src/manifest/read-bytes.ts';
import { findSources } from '../../src/manifest/sources.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'instancetype-'));
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  write('tree/b.yaml', 'b: 1\n');
  write('tree/a.YML', 'a: 1\r\n');
  write('tree/sub/c.json', '{}');
  write('tree/sub/readme.md', 'x');
  write('tree/.hidden/d.yaml', 'd: 1');
  write('tree/.e.yaml', 'e: 1');
  write('tree/node_modules/f.yaml', 'f: 1');
  symlinkSync('..', join(root, 'tree/sub/loop'));
  symlinkSync('nowhere', join(root, 'tree/sub/dangling.yaml'));
  write('empty/readme.md', 'x');
  symlinkSync('circle.yaml', join(root, 'circle.yaml'));
  write('binary.yaml', Uint8Array.from([0x61, 0x0a, 0x62, 0x00]));
  write('latin1.yaml', Uint8Array.from([0x61, 0x0a, 0xe9, 0x0a]));
  write('truncated.yaml', Uint8Array.from([0x61, 0xc3]));
  write('utf16.yaml', Uint8Array.from([0xff, 0xfe, 0x61, 0x00]));
  write('bom.yaml', '\ufeffa: 1\n');
  write('huge.yaml', '');
  truncateSync(join(root, 'huge.yaml'), 64 * 1024 * 1024 + 1);
  write('notext', 'a: 1\n');
  write('closed/x.yaml', 'x: 1\n');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What each source gives: its text, or the fault's line, with the folder left out. */
async function readAll(names: readonly string[], stdin: Iterable<Uint8Array | string> = []): Promise<string[]> {
  const lines: string[] = [];
  const paths = names.map((name) => (name === '-' || name.startsWith('/') ? name : join(root, name)));
  for await (const source of findSources(paths, Readable.from(stdin))) {
    const read = source.kind === 'source' ? await source.read() : source;
    lines.push(read.kind === 'text' ? `${read.name}=${JSON.stringify(read.text)}` : faultLine(read));
  }
  return lines.map((line) => line.replaceAll(`${root}/`, ''));
}

test('files, a directory in the order of names, and standard input', async () => {
  expect(await readAll(['bom.yaml', 'tree', '-', 'notext'], ['x: ', Buffer.from('1\n')])).toEqual([
    'bom.yaml="\ufeffa: 1\\n"',
    'tree/a.YML="a: 1\\r\\n"',
    'tree/b.yaml="b: 1\\n"',
    'tree/sub/c.json="{}"',
    'tree/sub/dangling.yaml: there is no such file or directory',
    '<stdin>="x: 1\\n"',
    'notext="a: 1\\n"',
  ]);
});

test.each([
  ['missing.yaml', 'missing.yaml: there is no such file or directory'],
  ['bom.yaml/x.yaml', 'bom.yaml/x.yaml: there is no such file: a part of its path is not a directory'],
  ['empty', 'empty: the directory holds no .yaml, .yml or .json file'],
  ['circle.yaml', 'circle.yaml: its symbolic links lead in a circle'],
  ['binary.yaml', 'binary.yaml:2:2: not a text file: it holds a zero byte'],
  ['latin1.yaml', 'latin1.yaml:2:1: not a text file: the line is not UTF-8'],
  ['truncated.yaml', 'truncated.yaml:1:1: not a text file: the line is not UTF-8'],
  ['utf16.yaml', 'utf16.yaml: the file is UTF-16 text: save it as UTF-8'],
  ['huge.yaml', 'huge.yaml: too large (65 MiB): at most 64 MiB are read, split it'],
  [`${'n'.repeat(300)}.yaml`, `: the name is too long`],
  ['zero\0.yaml', 'zero\\u{0}.yaml: it is not a name of a file'],
  ['esc\u001b[31m\n.yaml', 'esc\\u{1b}[31m\\u{a}.yaml: there is no such file or directory'],
  ['/dev/zero', '/dev/zero: too large: at most 64 MiB are read, split it'],
])('%j is one line', async (name, line) => {
  const [found, ...more] = await readAll([name]);
  expect(found).toContain(line);
  expect(more).toEqual([]);
});

test('what may not be read is a line, and the rest follows', async () => {
  expect(faultLine(systemFault('x', Object.assign(new Error('open'), { code: 'EACCES' })))).toBe('x: no permission to read it');
  expect(faultLine(systemFault('x', Object.assign(new Error('open'), { code: 'EIO' })))).toBe('x: it cannot be read (EIO)');
  // the superuser may read everything
  if (process.getuid?.() === 0) return;
  chmodSync(join(root, 'closed/x.yaml'), 0);
  expect(await readAll(['closed', 'notext'])).toEqual(['closed/x.yaml: no permission to read it', 'notext="a: 1\\n"']);
  chmodSync(join(root, 'closed'), 0);
  expect(await readAll(['closed'])).toEqual(['closed: no permission to read it']);
  chmodSync(join(root, 'closed'), 0o700);
});

test('standard input that breaks, is too long, or is asked for twice', async () => {
  const broken = function* (): Generator<string> {
    yield 'a: 1\n';
    throw Object.assign(new Error('read'), { code: 'EPIPE' });
  };
  expect(await readAll(['-'], broken())).toEqual(['<stdin>: the pipe was closed']);
  expect(await readAll(['-', '-'], ['a: 1\n'])).toEqual(['<stdin>="a: 1\\n"', '<stdin>: standard input is named twice: it can be read once']);
  const endless = function* (): Generator<Uint8Array> {
    for (;;) yield Buffer.alloc(1024 * 1024, 0x20);
  };
  expect(await readAll(['-'], endless())).toEqual(['<stdin>: too large: at most 64 MiB are read, split it']);
});

test('a named pipe is read like a file', async () => {
  const pipe = join(root, 'pipe.yaml');
  execFileSync('sh', ['-c', 'mkfifo "$0"', pipe]);
  const writer = spawn('sh', ['-c', 'echo "a: 1" > "$0"', pipe]);
  expect(await readAll(['pipe.yaml'])).toEqual(['pipe.yaml="a: 1\\n"']);
  writer.kill();
});

test('nothing is read before it is asked for', async () => {
  const names: string[] = [];
  for await (const source of findSources([join(root, 'huge.yaml'), join(root, 'missing.yaml')], Readable.from([]))) {
    names.push(source.kind);
    if (source.kind === 'source') writeFileSync(join(root, 'huge.yaml'), 'small: 1\n');
    const read = source.kind === 'source' ? await source.read() : source;
    names.push(read.kind);
  }
  expect(names).toEqual(['source', 'text', 'fault', 'fault']);
});
