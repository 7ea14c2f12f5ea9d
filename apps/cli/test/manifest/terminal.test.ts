import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeText } from '../../src/manifest/escape.ts';
import { faultLine, inputFault } from '../../src/manifest/fault.ts';
import { Progress } from '../../src/manifest/progress.ts';

test('a name cannot write to the terminal, break a line or turn its direction, and is cut', () => {
  expect(escapeText('a\u001b[2J\n\r\u202e\u200b\u2028\u009b\ufeffé😀')).toBe('a\\u{1b}[2J\\u{a}\\u{d}\\u{202e}\\u{200b}\\u{2028}\\u{9b}\\u{feff}é😀');
  expect(escapeText('x'.repeat(1_000_000))).toBe(`${'x'.repeat(256)}…`);
  expect(escapeText(`${'x'.repeat(255)}😀`)).toBe(`${'x'.repeat(255)}\\u{d83d}…`);
});

test('whatever the input is, a fault is one line of printable text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (file, message) => {
      expect(faultLine(inputFault(file, 'yaml-invalid', message))).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u);
    }),
  );
});

function terminal(isTTY: boolean, columns = 20): { readonly written: string[]; readonly isTTY: boolean; readonly columns: number; write(text: string): void } {
  const written: string[] = [];
  return { written, isTTY, columns, write: (text) => void written.push(text) };
}

test('progress is shown on a terminal after a second, ten times a second, and erased', () => {
  let now = 5000;
  const stream = terminal(true);
  const progress = new Progress(stream, () => now);
  for (now = 5000; now < 7000; now += 10) progress.show(() => `${now} of many many many files`);
  progress.clear();
  progress.clear();
  expect(stream.written).toHaveLength(11);
  expect(stream.written[0]).toBe('\r\u001b[2K6000 of many many m');
  expect(stream.written.at(-1)).toBe('\r\u001b[2K');
});

test('short work and other streams see no progress', () => {
  let now = 0;
  const [short, file] = [terminal(true), terminal(false)];
  const quick = new Progress(short, () => now);
  const piped = new Progress(file, () => now);
  for (; now < 990; now += 10) quick.show(() => 'x');
  quick.clear();
  for (; now < 9000; now += 10) piped.show(() => 'x');
  piped.clear();
  expect([short.written, file.written]).toEqual([[], []]);
});
