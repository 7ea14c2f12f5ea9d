import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Lines } from '../src/lines.ts';

describe('lines', () => {
  test('are the same in whatever pieces they come', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.array(fc.nat(), { maxLength: 20 }), (texts, places) => {
        const expected = texts.join('\n').split('\n').filter((text) => text !== '');
        const bytes = Buffer.from(`${texts.join('\n')}\n`);
        const ends = [...places.map((place) => place % bytes.length).sort((one, other) => one - other), bytes.length];
        const lines = new Lines();
        const found = ends.flatMap((end, index) => [...lines.push(bytes.subarray(ends[index - 1] ?? 0, end))]);
        expect(found).toEqual(expected);
        expect(lines.pending).toBe(false);
      }),
    );
  });

  test('a line that has not ended is pending', () => {
    const lines = new Lines();
    expect([...lines.push(Buffer.from('one\ntw'))]).toEqual(['one']);
    expect(lines.pending).toBe(true);
    expect([...lines.push(Buffer.from('o\n'))]).toEqual(['two']);
    expect(lines.pending).toBe(false);
  });

  test('a line beyond the limit is refused before it has ended, one of the limit is not', () => {
    expect(() => [...new Lines(10).push(Buffer.from('x'.repeat(11)))]).toThrow(RangeError);
    const lines = new Lines(10);
    expect([...lines.push(Buffer.from('xxxxx')), ...lines.push(Buffer.from('xxxxx\n'))]).toEqual(['xxxxxxxxxx']);
    expect([...lines.push(Buffer.from('xxxxx'))]).toEqual([]);
    expect(() => [...lines.push(Buffer.from('xxxxxx\n'))]).toThrow(RangeError);
  });

  test('bytes that are no UTF-8 are refused, and half a character is none of them', () => {
    const [first = 0, second = 0] = Buffer.from('é');
    const lines = new Lines();
    expect([...lines.push(Buffer.of(first)), ...lines.push(Buffer.of(second, 0x0a))]).toEqual(['é']);
    expect(() => [...lines.push(Buffer.of(first, 0x0a))]).toThrow(TypeError);
  });
});
