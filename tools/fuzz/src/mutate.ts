import { anyQuantity } from './quantities.ts';
import type { Random } from '@instancetype-tools/random';

type Container = Record<string, unknown>;

const HOSTILE_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'length', '', 'a/b~c', '0', '-1', 'ключ', '\ud800', '\u0000'];
const TEXTS = ['', ' ', 'text', '5', 'true', 'null', '__proto__', '../..', '\u001b[2J\n', '\ud800', '\u202e', 'x'.repeat(10_000), '🙂'.repeat(50)];
const NUMBERS = [0, -0, 1, -1, 1.5, 1e30, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 32, 2 ** 53 + 1, -(2 ** 63)];

/** Objects and lists that are nested deeper than any recursion would survive; made once, and frozen. */
const DEEP_OBJECT = nested(100_000, (inner) => ({ inner }));
const DEEP_LIST = nested(100_000, (inner) => [inner]);

/** Spoils one place of a fresh value: replaces, removes, adds or repeats something.
 * @param root it is changed
 * @param random by chance */
export function mutate(root: object, random: Random): void {
  const place = somewhere(root, random);
  if (Array.isArray(place)) mutateList(place, random);
  else mutateObject(place as Container, random);
}

function mutateObject(object: Container, random: Random): void {
  const keys = Object.keys(object);
  if (keys.length === 0 || random.once(5)) return put(object, random.pick(HOSTILE_KEYS), nasty(random));
  const key = random.pick(keys);
  if (random.once(6)) delete object[key];
  else if (random.once(8)) put(object, key, [object[key]]);
  else put(object, key, nasty(random));
}

function mutateList(list: unknown[], random: Random): void {
  const index = random.below(list.length + 1);
  if (random.once(6)) list.splice(index, 1);
  else if (random.once(4)) repeat(list, random);
  else list[index] = nasty(random);
}

/** An object or list inside a value, each level with the same chance; the topmost itself is left alone. */
function somewhere(root: object, random: Random): object {
  let place = random.pick(Object.values(root).filter(isOpen));
  for (let depth = 0; depth < 12; depth++) {
    const inner = Object.values(place).filter(isOpen);
    if (inner.length === 0 || random.once(8)) return place;
    place = random.pick(inner);
  }
  return place;
}

function isOpen(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Object.isFrozen(value);
}

function nasty(random: Random): unknown {
  switch (random.below(9)) {
    case 0:
      return null;
    case 1:
      return random.pick(NUMBERS);
    case 2:
      return random.pick(TEXTS);
    case 3:
      return random.once(2);
    case 4:
      return {};
    case 5:
      return random.pick([[], [null], [[]], ['text'], [{}], [5, {}, null]]).slice();
    case 6:
      return withHostileKeys(random);
    case 7:
      return random.once(6) ? random.pick([DEEP_OBJECT, DEEP_LIST]) : random.pick<object>([{ length: 3, name: 5 }, { toString: null, valueOf: null }]);
    default: {
      const quantity = anyQuantity(random);
      return typeof quantity === 'bigint' ? String(quantity) : quantity;
    }
  }
}

function withHostileKeys(random: Random): object {
  const object = {};
  for (const key of HOSTILE_KEYS) if (random.once(3)) put(object, key, random.pick([{ polluted: true }, 'text', null, 5]));
  return object;
}

function repeat(list: unknown[], random: Random): void {
  const element = list[0] ?? {};
  // seldom very long: such a case costs as much as a thousand others
  const count = random.once(150) ? 10_000 : 2 + random.below(20);
  for (let index = 0; index < count; index++) list.push(element);
}

/** Sets an own member of any name; plain assignment to `__proto__` would change the prototype. */
function put(container: object, key: string, value: unknown): void {
  Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
}

function nested(depth: number, around: (inner: object) => object): object {
  let value: object = Object.freeze({});
  for (let level = 0; level < depth; level++) value = Object.freeze(around(value));
  return value;
}
