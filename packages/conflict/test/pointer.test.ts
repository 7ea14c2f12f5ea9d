import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayPath, escapeSegment, pointerOf, segmentsOf, valueAt } from '../src/index.ts';

// RFC 6901 section 5
const DOCUMENT = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'c%d': 2, 'e^f': 3, 'g|h': 4, 'i\\j': 5, 'k"l': 6, ' ': 7, 'm~n': 8 };

test.each<[string, unknown]>([
  ['', DOCUMENT],
  ['/foo', ['bar', 'baz']],
  ['/foo/0', 'bar'],
  ['/', 0],
  ['/a~1b', 1],
  ['/c%d', 2],
  ['/e^f', 3],
  ['/g|h', 4],
  ['/i\\j', 5],
  ['/k"l', 6],
  ['/ ', 7],
  ['/m~0n', 8],
])('"%s" names %j', (pointer, value) => {
  expect(valueAt(DOCUMENT, pointer)).toEqual(value);
});

test.each(['/nothing', '/foo/2', '/foo/length/x', '/foo/0/1', '/a', '/toString', '/__proto__', '/foo/constructor'])('"%s" names nothing', (pointer) => {
  expect(valueAt(DOCUMENT, pointer)).toBeUndefined();
});

test.each([null, undefined, 5, 'text'])('nothing is inside %j', (document) => {
  expect(valueAt(document, '/a')).toBeUndefined();
  expect(valueAt(document, '')).toBe(document);
});

test('hostile keys are found where they are the object\'s own', () => {
  expect(valueAt(JSON.parse('{"__proto__":{"constructor":1}}'), '/__proto__/constructor')).toBe(1);
});

test.each<[string | number, string]>([
  ['a', 'a'],
  ['a/b', 'a~1b'],
  ['a~b', 'a~0b'],
  ['~1', '~01'],
  ['', ''],
  [7, '7'],
])('segment %j is written %s', (segment, text) => {
  expect(escapeSegment(segment)).toBe(text);
});

const segment = fc.oneof(fc.string({ unit: fc.constantFrom('a', '/', '~', '0', '1', ''), maxLength: 5 }), fc.string(), fc.constantFrom('__proto__', 'constructor'));

test('for any keys: the pointer leads to the value, and gives the keys back', () => {
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 6 }), (segments) => {
      const pointer = pointerOf(segments);
      expect(segmentsOf(pointer)).toEqual(segments);
      const document = segments.reduceRight<unknown>((inner, key) => Object.fromEntries([[key, inner]]), 'here');
      expect(valueAt(document, pointer)).toBe('here');
    }),
  );
});

describe('the path as a person writes it', () => {
  test.each([
    ['', ''],
    ['/spec', 'spec'],
    ['/spec/template/spec/volumes/0/name', 'spec.template.spec.volumes[0].name'],
    ['/metadata/annotations/example.com~1a', 'metadata.annotations["example.com/a"]'],
    ['/0', '[0]'],
    ['/spec/nodeSelector/a~0b', 'spec.nodeSelector["a~b"]'],
    ['/spec/', 'spec[""]'],
    ['/a-b/c_d', 'a-b.c_d'],
    ['/__proto__', '__proto__'],
    ['/say "hi"', '["say \\"hi\\""]'],
  ])('%s is %s', (pointer, path) => {
    expect(displayPath(pointer)).toBe(path);
  });
});
