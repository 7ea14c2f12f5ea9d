import { type Diagnostic, failure, success } from '@instancetype/conflict';
import { describe, expect, test } from 'vitest';
import { responseOf } from '../src/index.ts';

const cause = (index: number, more: Partial<Diagnostic> = {}): Diagnostic => ({ code: 'x', severity: 'error', message: `m${index}`, reason: 'FieldValueInvalid', field: `spec.f${index}`, ...more });
const causes = (count: number): [Diagnostic, ...Diagnostic[]] => Array.from({ length: count }, (_, index) => cause(index)) as [Diagnostic, ...Diagnostic[]];

// BEHAVIOUR 7.6
describe('a refusal', () => {
  test('with a reason for each cause is 422 with status causes, in order', () => {
    expect(responseOf(failure(cause(0), cause(1, { field: undefined, reason: 'FieldValueNotFound' })))).toEqual({
      allowed: false,
      status: {
        code: 422,
        reason: 'Invalid',
        message: 'm0, m1',
        details: { causes: [{ reason: 'FieldValueInvalid', message: 'm0', field: 'spec.f0' }, { reason: 'FieldValueNotFound', message: 'm1' }] },
      },
    });
  });

  test('tells ten causes, and how many more there are', () => {
    const ten = responseOf({ ok: false, causes: causes(10) });
    expect(ten.status?.message.split(', ')).toHaveLength(10);
    const { status } = responseOf({ ok: false, causes: causes(13) });
    expect(status?.details?.causes).toHaveLength(10);
    expect(status?.message).toMatch(/^m0, .*, m9, and 3 more$/);
  });

  test('of which a cause has no reason is a bare 400 with the message of that one', () => {
    expect(responseOf(failure(cause(0), cause(1, { reason: undefined })))).toEqual({ allowed: false, status: { code: 400, message: 'm1' } });
  });

  test('shows the name of a field that no terminal can, escaped and cut; every other stays as it is', () => {
    const field = (name: string): string | undefined => responseOf(failure(cause(0, { field: name }))).status?.details?.causes[0]?.field;
    expect(field('spec.\u001b[2J')).toBe('spec.\\u001b[2J');
    expect(field('spec.\ud800')).toBe('spec.\\ud800');
    expect(field(`spec.${'x'.repeat(1_000_000)}`)?.length).toBeLessThan(600);
    // the longest name that Kubernetes takes
    const longest = `annotations.${'a'.repeat(253)}/${'b'.repeat(63)}`;
    expect(field(longest)).toBe(longest);
    expect(field('spec.labels["a/b"].Ключ')).toBe('spec.labels["a/b"].Ключ');
  });

  test('keeps warnings that are no cause out of its causes', () => {
    expect(responseOf(failure(cause(0), cause(1, { severity: 'warning' }))).status?.details?.causes).toHaveLength(1);
  });
});

describe('warnings', () => {
  const warning = (message: string, severity: Diagnostic['severity'] = 'warning'): Diagnostic => ({ code: 'x', severity, message });

  test('are those that are handed in, then those among the notes; advice is none, and none is told twice', () => {
    expect(responseOf(success(1, [warning('b'), warning('advice', 'info'), warning('a')]), ['a'])).toEqual({ allowed: true, warnings: ['a', 'b'] });
    expect(responseOf(success(1))).toEqual({ allowed: true });
    expect(responseOf(failure(cause(0)), ['a'])).toMatchObject({ allowed: false, warnings: ['a'] });
  });

  test('are ten at most, of 256 characters at most', () => {
    const many = responseOf(success(1), Array.from({ length: 12 }, (_, index) => `${index}${'x'.repeat(500)}`));
    expect(many.warnings).toHaveLength(10);
    expect(many.warnings?.[0]).toHaveLength(256);
    expect(responseOf(success(1), [`a${'🙂'.repeat(200)}`]).warnings?.[0]).toBe(`a${'🙂'.repeat(127)}…`);
    expect(responseOf(success(1), ['🙂'.repeat(200)]).warnings?.[0]).toBe(`${'🙂'.repeat(127)}…`);
    expect(many.warnings?.at(-1)).toBe('3 more warnings are not listed.');
    expect(responseOf(success(1), Array.from({ length: 10 }, (_, index) => String(index))).warnings).toHaveLength(10);
  });
});
