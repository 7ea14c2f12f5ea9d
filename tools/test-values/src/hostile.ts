let [deep, deepList]: [object, unknown[]] = [{}, []];
for (let depth = 0; depth < 100_000; depth++) [deep, deepList] = [{ inner: deep }, [deepList]];

/** What can stand in JSON where something else belongs, each with a title for its test. */
export const HOSTILE: readonly (readonly [title: string, value: unknown])[] = [
  ['null', null],
  ['a number', 5],
  ['a huge number', 1e308],
  ['a negative number', -1],
  ['text', 'text'],
  ['true', true],
  ['false', false],
  ['0', 0],
  ['empty text', ''],
  ['a list', [1, null, 'x', []]],
  ['an object', { length: 3, name: {} }],
  ['hostile keys', JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')],
  ['100,000 levels', deep],
  ['100,000 lists', deepList],
];
