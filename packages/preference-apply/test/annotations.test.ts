import type { TemplateLike } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { apply } from './applied.ts';

// BEHAVIOUR 5.11
describe('annotations', () => {
  const annotate = (metadata: TemplateLike['metadata'], annotations: Record<string, string>): unknown => apply({ metadata }, { annotations }).value?.metadata?.annotations;

  test.each<[TemplateLike['metadata'], Record<string, string>, Record<string, string>]>([
    [undefined, { a: '1' }, { a: '1' }],
    [{ annotations: null }, { a: '1' }, { a: '1' }],
    [{ annotations: { b: '2' } }, { a: '1' }, { a: '1', b: '2' }],
    [{ annotations: { a: '2' } }, { a: '1' }, { a: '2' }],
    [{ annotations: { a: '' } }, { a: '1' }, { a: '' }],
    [{ annotations: {} }, { a: '' }, { a: '' }],
  ])('of a VM with %j and preferred %j are %j', (metadata, preferred, result) => {
    expect(annotate(metadata, preferred)).toEqual(result);
  });

  test('hostile keys are data', () => {
    const preferred = JSON.parse('{"__proto__":"1","constructor":"2","a/b~c":"3"}') as Record<string, string>;
    const result = annotate({ annotations: { own: 'x' } }, preferred);
    expect(JSON.stringify(result)).toBe('{"own":"x","__proto__":"1","constructor":"2","a/b~c":"3"}');
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(JSON.stringify(annotate({ annotations: JSON.parse('{"__proto__":"mine"}') as Record<string, string> }, preferred))).toBe(
      '{"__proto__":"mine","constructor":"2","a/b~c":"3"}',
    );
  });
});
