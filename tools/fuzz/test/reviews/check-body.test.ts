import { parseJson } from '@instancetype/operate';
import { expect, test } from 'vitest';
import { checkBody } from '../../src/reviews/check-body.ts';

type Read = Parameters<typeof checkBody>[1];

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (value: unknown, repeatedKeys: readonly string[] = []): Read => ({ ok: true, value, repeatedKeys });
const refused = (problem = 'the body is no JSON'): Read => ({ ok: false, problem });

test.each(['{"a":{"b":[1,-0,1e400]}}', '{"a":1,"\\u0061":2}', '{"__proto__":{"a":1}}', '', 'nul', `${'['.repeat(300)}${']'.repeat(300)}`, `[${'0,'.repeat(250_000)}0]`, '\ufeff{}'])('nothing is found in what is whole: %#', (text) => {
  checkBody(bytes(text), parseJson(bytes(text)), text.includes('u0061'));
});

test.each<[string, Uint8Array, Read, boolean, string]>([
  ['JSON that is refused', bytes('{"a":1}'), refused(), false, 'a body that is JSON is refused'],
  ['what is no JSON and is read', bytes('{"a":1'), read({ a: 1 }), false, 'a body that is no JSON is read'],
  ['what is no UTF-8 and is read', new Uint8Array([0x22, 0xff, 0x22]), read('\ufffd'), false, 'a body that is no JSON is read'],
  ['what is read as something else', bytes('{"a":1}'), read({ a: 2 }), false, 'a body is read differently at /a'],
  ['a hostile key that is lost', bytes('{"__proto__":{"a":1}}'), read({}), false, 'a body is read differently at /__proto__'],
  ['a key that stands twice and is not told', bytes('{"a":1,"a":2}'), read({ a: 2 }), true, 'a key that stands twice is not told'],
  ['a key that stands twice and is refused', bytes('{'), refused(), true, 'a body that has a key twice is refused'],
  ['too many pointers', bytes('{}'), read({}, Array.from({ length: 11 }, () => '/a')), false, 'repeated keys are told as'],
  ['a problem of two lines', bytes('{'), refused('it is\nno JSON'), false, 'what is wrong with a body is told as'],
])('found is %s', (_what, body, result, repeatsKey, problem) => {
  expect(() => checkBody(body, result, repeatsKey)).toThrow(problem);
});
