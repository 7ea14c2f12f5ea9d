import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '@instancetype/operate';

const MIB = 1024 * 1024;
const parse = (text: string) => parseJson(Buffer.from(text));
const problem = (body: string | Uint8Array): string => {
  const result = parseJson(typeof body === 'string' ? Buffer.from(body) : body);
  if (result.ok) throw new Error('it was taken');
  expect(result.problem).toMatch(/^[ -~]+$/);
  return result.problem;
};

/** All keys that are repeated, found in another way: by the order in which a reviver sees members, which holds for no repeated key. */
function textWithRepetitions(value: unknown, repeat: (pointer: string) => boolean, pointer = ''): { text: string; repeated: string[] } {
  if (typeof value !== 'object' || value === null) return { text: JSON.stringify(value), repeated: [] };
  if (Array.isArray(value)) {
    const items = value.map((item, index) => textWithRepetitions(item, repeat, `${pointer}/${index}`));
    return { text: `[${items.map(({ text }) => text).join(' , ')}]`, repeated: items.flatMap(({ repeated }) => repeated) };
  }
  const members = Object.entries(value).map(([key, item]) => {
    const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const inner = textWithRepetitions(item, repeat, at);
    const twice = repeat(at);
    const text = `${JSON.stringify(key)} :${inner.text}`;
    return { text: twice ? `${JSON.stringify(key)}: {"\\"}]": ",:"},${text}` : text, repeated: [...(twice ? [at] : []), ...inner.repeated] };
  });
  return { text: `{${members.map(({ text }) => text).join(',')}}`, repeated: members.flatMap(({ repeated }) => repeated) };
}

describe('parseJson', () => {
  it('gives what the parser gives', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = JSON.stringify(value);
        expect(parse(text)).toEqual({ ok: true, value: JSON.parse(text), repeatedKeys: [] });
        expect(parse(JSON.stringify(value, null, 2))).toMatchObject({ ok: true, repeatedKeys: [] });
      }),
    );
  });

  it('takes exactly the texts that the parser takes, and never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', 'a', '1', 'null', '"k":', ' ', '\n', '""'), { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(parse(text).ok).toBe(valid);
      }),
      { numRuns: 2_000 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => typeof parseJson(bytes).ok === 'boolean'));
  });

  it('reads bytes that are part of a longer buffer', () => {
    const all = Buffer.from('xx{"a":"ä"}yy');
    expect(parseJson(new Uint8Array(all.buffer, all.byteOffset + 2, all.length - 4))).toMatchObject({ ok: true, value: { a: 'ä' } });
  });

  it.each(['', ' \n\t'])('bad input 1: refuses the empty body %j', (body) => {
    expect(problem(body)).toBe('the body is empty: it must be one JSON value');
  });

  it('bad input 3: refuses what is not exactly one JSON value, and says where', () => {
    expect(problem('{"a":[1')).toBe('the body ends in the middle of its JSON value');
    expect(problem('{"a":"unfinished')).toBe('the body ends in the middle of its JSON value');
    expect(problem('{"a":1} x')).toBe('the body goes on after its JSON value, at character 8');
    expect(problem('{}{}')).toBe('the body goes on after its JSON value, at character 2');
    expect(problem("{'secret':1}")).toBe('the body is not JSON: it is wrong at character 1');
    expect(problem('{"a":NaN}')).toMatch(/^the body is not JSON/);
  });

  it('bad input 11: refuses bytes that are not UTF-8, UTF-16 and byte order marks, and takes escaped lone surrogates as they are', () => {
    expect(problem(Buffer.from([0x22, 0xff, 0x22]))).toBe('the body is not UTF-8');
    expect(problem(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))).toBe('the body is not UTF-8');
    expect(problem(Buffer.from('\ufeff{}'))).toContain('byte order mark');
    expect(problem(Buffer.from('\ufeff{}', 'utf16le'))).toContain('UTF-16');
    expect(problem(Buffer.from('{}', 'utf16le'))).toContain('UTF-16');
    expect(problem(Buffer.from('{}', 'utf16le').swap16())).toContain('UTF-16');
    expect(parse('"\\ud800"')).toEqual({ ok: true, value: '\ud800', repeatedKeys: [] });
  });

  it.each([10_000, 1_000_000, 7 * MIB])('bad input 12: refuses %d nested arrays before anything recurses', (depth) => {
    expect(problem('['.repeat(depth))).toBe('the body nests objects and arrays more than 256 deep');
    if (depth < MIB) expect(problem(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)).toContain('256 deep');
  });

  it('counts depth, not brackets, and not those in strings', () => {
    const at = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(parse(at(256)).ok).toBe(true);
    expect(parse(at(257)).ok).toBe(false);
    expect(parse(`[${Array.from({ length: 1_000 }, () => '[]').join()}]`).ok).toBe(true);
    expect(parse(JSON.stringify('[{'.repeat(1_000)))).toMatchObject({ ok: true });
    expect(parseJson(Buffer.from('[[1]]'), { maxDepth: 1 }).ok).toBe(false);
  });

  it('bad input 13: refuses 2.3 million empty objects, and 200,000 keys', () => {
    expect(problem(`[${'{},'.repeat((7 * MIB) / 3 - 1)}{}]`)).toBe('the body has more than 200000 values');
    expect(problem(JSON.stringify(Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`key${index}`, 1]))))).toBe('the body has more than 200000 values');
    expect(parse(JSON.stringify(Array.from({ length: 199_000 }, (_, index) => index))).ok).toBe(true);
    expect(parse(JSON.stringify(','.repeat(300_000))).ok).toBe(true);
  });

  it('finds the end of a long string, whatever is escaped in it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('\\', '"', 'x'.repeat(61), 'x', '[', ','), { maxLength: 40 }), (parts) => {
        const value = [parts.join(''), { [parts.join('')]: 1 }];
        expect(parseJson(Buffer.from(JSON.stringify(value)), { maxDepth: 2, maxNodes: 4 })).toEqual({ ok: true, value, repeatedKeys: [] });
      }),
    );
  });

  it('bad input 15: takes the last of repeated keys, and says where they are', () => {
    expect(parse('{"operation":"DELETE","request":{"a/b":1,"a/b":2,"list":[{},{"x":1,"x":1,"x":1}]},"operation":"CREATE"}')).toEqual({
      ok: true,
      value: { operation: 'CREATE', request: { 'a/b': 2, list: [{}, { x: 1 }] } },
      repeatedKeys: ['/request/a~1b', '/request/list/1/x', '/operation'],
    });
    expect(parse('{"a":1,"\\u0061":2}')).toMatchObject({ value: { a: 2 }, repeatedKeys: ['/a'] });
  });

  it('finds all repeated keys and no other', () => {
    // the word that repetitions add must not be a key itself
    const values = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('\\"}]'));
    fc.assert(
      fc.property(values, fc.infiniteStream(fc.boolean()), (value, choices) => {
        const { text, repeated } = textWithRepetitions(JSON.parse(JSON.stringify(value)), () => choices.next().value as boolean);
        expect(parse(text)).toEqual({ ok: true, value: JSON.parse(text), repeatedKeys: repeated.slice(0, 10) });
      }),
    );
  });

  it('names no more than ten', () => {
    const body = `{${Array.from({ length: 50 }, (_, index) => `"k${index}":1,"k${index}":2`).join()}}`;
    expect(parse(body)).toMatchObject({ repeatedKeys: Array.from({ length: 10 }, (_, index) => `/k${index}`) });
  });

  it('takes __proto__ for a key like any other', () => {
    const result = parse('{"__proto__":{"polluted":1},"a":{"__proto__":1,"__proto__":2}}');
    expect(result).toMatchObject({ ok: true, repeatedKeys: ['/a/__proto__'] });
    expect(Object.hasOwn((result as { value: object }).value, '__proto__')).toBe(true);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
