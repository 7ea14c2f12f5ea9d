import type { Random } from '@instancetype-tools/random';

const SUFFIXES = ['', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'Ti'];
const BAD_SUFFIXES = ['KB', 'gi', 'GiB', 'e', 'e1.5', 'Ei9', 'mm', 'b', '\u0000', '%', ' Gi'];
const ODD = [
  '', ' ', '.', '-', '+', '0', '-0', '+5Gi', '05Gi', '1.', '.5Gi', '1.500', '0.1Gi', '1E', '1e3', '1E400', '1e-400', '1e2147483647', '9223372036854775807',
  '9223372036854775808', '-9223372036854775809', '9999999999999999999999Ki', '8Ei', '9Ei', '0.0000000001', '1n', '1u', '1_000', '0x10', 'NaN', 'Infinity', '١',
  ' 1Gi ', '1Gi\n', '1Gi 2', '9'.repeat(1025), `0.${'0'.repeat(500)}1`, `1e${'9'.repeat(50)}`,
];

/** A quantity as a manifest has it. */
export function goodQuantity(random: Random): string | number {
  if (random.once(8)) return random.below(1 << 30);
  return `${random.once(4) ? random.below(10_000) / 10 : 1 + random.below(512)}${random.pick(SUFFIXES)}`;
}

/** Text that may or may not be a quantity. */
export function anyQuantity(random: Random): unknown {
  switch (random.below(5)) {
    case 0:
      return random.pick(ODD);
    case 1:
      return `${random.below(1000)}${random.pick(BAD_SUFFIXES)}`;
    case 2:
      return `${random.pick(['', '-', '+'])}${digits(random)}${random.once(2) ? `.${digits(random)}` : ''}${random.pick(SUFFIXES)}`;
    case 3:
      return random.pick([null, true, {}, [], random.next() * 10 ** random.below(40), -random.below(100), 10n ** 30n]);
    default:
      return goodQuantity(random);
  }
}

function digits(random: Random): string {
  return Array.from({ length: random.below(24) }, () => random.below(10)).join('');
}
