import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printTable } from '../src/table/table.ts';
import { cutTo, widthOf } from '../src/table/width.ts';
import { wrapWords } from '../src/table/wrap.ts';

describe('printTable', () => {
  it('aligns columns without borders, and shows what is empty as a dash', () => {
    expect(printTable([{ title: 'NAME' }, { title: 'CPU' }, { title: 'X' }], [['u1.medium', '1', ''], ['a', '', 'y']])).toBe('NAME        CPU   X\nu1.medium   1     -\na           -     y\n');
  });

  it('counts the columns that a character takes', () => {
    expect(printTable([{ title: 'A' }, { title: 'B' }], [['日本', 'x'], ['e\u0301', 'y'], ['abcd', 'z']])).toBe('A      B\n日本   x\ne\u0301      y\nabcd   z\n');
  });

  it('cuts the widest columns first, at the end that says least', () => {
    const columns = [{ title: 'PATH', cut: 'start' }, { title: 'NAME' }, { title: 'TEXT', cut: 'end' }] as const;
    const rows = [['spec.template.spec.domain', 'name', 'a long sentence, which ends']];
    expect(printTable(columns, rows, 40)).toBe('PATH              NAME   TEXT\n…te.spec.domain   name   a long sentenc…\n');
    expect(printTable(columns, rows)).toContain('spec.template.spec.domain   name   a long sentence, which ends\n');
  });

  it('leaves minor columns out before it cuts', () => {
    const columns = [{ title: 'A', cut: 'end' }, { title: 'B', isMinor: true }] as const;
    expect(printTable(columns, [['a long cell', 'b']], 13)).toBe('A\na long cell\n');
    expect(printTable(columns, [['a long cell', 'b']], 15)).toBe('A             B\na long cell   b\n');
  });

  it('fits, where its columns may be cut', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ unit: fc.constantFrom('a', '日', 'e\u0301', ' ') }), { minLength: 3, maxLength: 3 })), fc.integer({ min: 33, max: 80 }), (rows, width) => {
        const columns = ['A', 'B', 'C'].map((title) => ({ title, cut: 'end' as const }));
        for (const line of printTable(columns, rows, width).split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

it('cutTo never gives more than it may', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '日', '🙂', 'e\u0301') }), fc.integer({ min: 1, max: 20 }), fc.constantFrom('start' as const, 'end' as const), (text, width, from) => {
      const cut = cutTo(text, width, from);
      expect(widthOf(cut)).toBeLessThanOrEqual(width);
      expect(cut === text).toBe(widthOf(text) <= width);
    }),
  );
});

it('wrapWords keeps every word, in lines that fit', () => {
  expect(wrapWords(['one', 'two', 'three'], 8)).toEqual(['one two', 'three']);
  expect(wrapWords(['one', 'two', 'three'], 8, ', ')).toEqual(['one,', 'two,', 'three']);
  expect(wrapWords(['longer-than-the-line', 'x'], 8)).toEqual(['longer-than-the-line', 'x']);
  expect(wrapWords([], 8)).toEqual([]);
});
