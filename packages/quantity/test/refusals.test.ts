import { describe, expect, test } from 'vitest';
import { decodeQuantity, formatOf, formatQuantity, isZero, parseQuantity } from '../src/index.ts';
import { message, refusal } from './read.ts';

describe('texts that are refused', () => {
  test.each([
    ['format', ['', ' ', '1 Gi', ' 1Gi', '6.4 ', '1Gi\n', '1.2.3', '1e1.5', '0x10', '1GiB', '1_000', '1,5', 'NaN', 'Infinity', '--1x', '1Yi', '\u0661Gi', '\uff11', '1B', '\0']],
    ['suffix', ['1K', '1ki', '1mi', '1e', '1e+', '1i', '1Ki5', '--1', '+-1', '1-', '1+5', '1ee5', '1E-', '1iK', '1e9223372036854775808', '1e-9223372036854775809']],
    ['numeric', ['Pi', 'Ei', '+Pi', '-Ei', '.Pi', 'e-20', '.e-20']],
    ['length', ['1'.repeat(1025), 'x'.repeat(100_000)]],
  ])('%s', (code, texts) => {
    for (const text of texts) expect([text, refusal(text)]).toEqual([text, code]);
  });

  test('a text of 1024 characters is read, however it is made', () => {
    expect(refusal('9'.repeat(1024))).toBeUndefined();
    expect(refusal('0'.repeat(1022) + 'Gi')).toBeUndefined();
  });

  test('values that are neither text nor numbers', () => {
    for (const value of [true, {}, [], ['1'], () => 1, Symbol('1'), NaN, Infinity]) expect(refusal(value)).toBe('format');
  });
});

describe('messages tell how to write it', () => {
  test.each([
    ['1GiB', '"1GiB"', '1Gi'], ['8gi', '"8gi"', '8Gi'], ['512MB', '"512MB"', '512M'], ['2K', '"2K"', '2Ki'],
    ['1 Gi', '"1 Gi"', '1Gi'], ['Pi', '"Pi"', '1Pi'], ['\u0661Gi', '"\\u0661Gi"', 'Ki, Mi, Gi'], ['1Yi', '"1Yi"', 'Ki, Mi, Gi'],
  ])('%j', (text, named, advice) => {
    expect(message(text)).toContain(named);
    expect(message(text)).toContain(advice);
  });

  test('a hostile text is cut, and nothing in it reaches a terminal', () => {
    const told = message(`\u001b[31m\u202e"\n${'x'.repeat(3000)}`);
    expect(told.length).toBeLessThan(400);
    expect(told).toMatch(/^[ -~]*$/);
  });

  test('what is advised is itself a quantity', () => {
    for (const text of ['1GiB', '8gi', '512mb', '1 tib', '3PIB', '0.5 g']) {
      const advised = /write (\S+)$/.exec(message(text))?.[1];
      expect([text, advised, refusal(advised)]).toEqual([text, expect.any(String), undefined]);
    }
  });
});

describe('values of manifests', () => {
  test.each([
    [' 1Gi ', '1Gi'], ['1Gi\n', '1Gi'], ['\u0085\u00a0\u30001Gi\u2028', '1Gi'], ['1.', '1.'], ['.5Gi', '512Mi'], ['+1Gi', '+1Gi'],
    [1073741824, '1073741824'], [1.5, '1500m'], [1e-7, '100e-9'], [-0, '0'], [12n, '12'], [null, '0'], [undefined, '0'],
  ])('%s is %s', (json, printed) => {
    const decoded = decodeQuantity(json);
    expect(decoded.ok && formatQuantity(decoded.value)).toBe(printed);
  });

  test('only white space that Kubernetes knows is trimmed, and only around', () => {
    for (const text of ['\ufeff1Gi', '\u200b1Gi', '"1Gi"', '1\t', '\v']) {
      expect([text, parseQuantity(text).ok]).toEqual([text, false]);
    }
    expect(decodeQuantity('\ufeff1Gi').ok).toBe(false);
    expect(decodeQuantity('1\u00a0Gi').ok).toBe(false);
    expect(decodeQuantity(' \n').ok).toBe(false);
    expect(decodeQuantity(`${' '.repeat(2000)}1Gi`).ok).toBe(true);
    expect(decodeQuantity(`${' '.repeat(100_000)}1Gi`)).toMatchObject({ ok: false, error: { code: 'length' } });
  });

  test('unset is zero in no format', () => {
    for (const read of [parseQuantity, decodeQuantity]) {
      const unset = read(null);
      expect(unset.ok && isZero(unset.value) && formatOf(unset.value)).toBe('');
    }
  });
});
