import { frozen } from '@instancetype-tools/test-values';
import { describe, expect, test } from 'vitest';
import { applyToVirtualMachine } from '../src/index.ts';
import { apply, instancetype, it, vmOf } from './applied.ts';

// BEHAVIOUR 4.5
describe('annotations', () => {
  function annotate(own: Record<string, string> | undefined, theirs: Record<string, string>): unknown {
    const outcome = applyToVirtualMachine(frozen(vmOf({}, own)), instancetype(frozen(it(1, { annotations: theirs }))), { base: 'spec' });
    return outcome.ok ? outcome.value.spec?.template?.metadata?.annotations : outcome.causes.map((cause) => cause.field);
  }

  test.each<[Record<string, string> | undefined, Record<string, string>, unknown]>([
    [undefined, { a: '1' }, { a: '1' }],
    [{}, { a: '1' }, { a: '1' }],
    [{ b: '2' }, { a: '1' }, { a: '1', b: '2' }],
    [{ a: '1' }, { a: '1', b: '2' }, { a: '1', b: '2' }],
    [{ a: '' }, { a: '' }, { a: '' }],
    [{ a: '2' }, { a: '1' }, ['annotations.a']],
    [{ a: '' }, { a: '1' }, ['annotations.a']],
    [{ a: '1' }, { a: '' }, ['annotations.a']],
    [{ 'example.com/a.b': '2' }, { 'example.com/a.b': '1' }, ['annotations.example.com/a.b']],
    // sorted by key (Appendix B8)
    [{ c: 'x', a: 'x', b: 'x', B: 'x' }, { c: '1', b: '1', B: '1', a: '1', d: '1' }, ['annotations.B', 'annotations.a', 'annotations.b', 'annotations.c']],
  ])('VM %j, instance type %j: %j', (own, theirs, result) => {
    expect(annotate(own, theirs)).toEqual(result);
  });

  test('a template without metadata gets none for an instance type without annotations', () => {
    const outcome = apply({}, it(1, { annotations: {} }));
    expect(outcome.ok && outcome.value.spec?.template).not.toHaveProperty('metadata');
  });

  test('hostile keys are data', () => {
    const theirs = JSON.parse('{"__proto__":"1","constructor":"2"}') as Record<string, string>;
    expect(JSON.stringify(annotate({ z: '0' }, theirs))).toBe('{"z":"0","__proto__":"1","constructor":"2"}');
    expect(annotate(JSON.parse('{"__proto__":"other"}') as Record<string, string>, theirs)).toEqual(['annotations.__proto__']);
  });
});
