import { expect, test } from 'vitest';
import { annotate } from '../../src/manifest/annotate.ts';
import { documentOf } from './document-of.ts';

test('comments stand behind their values, in one column', () => {
  const text = 'a: 1\nlonger:\n  b: "x"  # mine\n  text: |\n    not here\n  many: one\n    two\n  flow: {c: 1, d: 2}\n  - x\n'.replace('  - x\n', '  list:\n  - x\n');
  const comments = new Map([
    ['/a', 'from u1.small'],
    ['/longer', 'an object'],
    ['/longer/b', 'second'],
    ['/longer/text', 'block'],
    ['/longer/many', 'of two lines'],
    ['/longer/flow/c', 'one'],
    ['/longer/flow/d', 'two\nlines'],
    ['/longer/list/0', 'item'],
    ['/longer/absent', 'never'],
  ]);
  expect(annotate(documentOf(text), comments)).toBe(
    `a: 1                 # from u1.small
longer:              # an object
  b: "x"  # mine     # second
  text: |            # block
    not here
  many: one
    two              # of two lines
  flow: {c: 1, d: 2} # one; two\\u{a}lines
  list:
  - x                # item
`,
  );
});

test('a long line does not move the column, Windows line ends stay, and JSON has no comments', () => {
  const long = `k: ${'x'.repeat(100)}`;
  expect(annotate(documentOf(`a: 1\r\n${long}\r\nb: 2`), new Map([['/a', 'A'], ['/k', 'K'], ['/b', 'B']]))).toBe(`a: 1 # A\r\n${long} # K\r\nb: 2 # B`);
  expect(annotate(documentOf('{"a": 1}'), new Map([['/a', 'A']]))).toBe('{"a": 1}');
});
