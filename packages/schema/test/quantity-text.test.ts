import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isQuantityText } from '../src/quantity-text.ts';

/** The pattern of Kubernetes' resource definitions. */
const PATTERN =
  /^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$/;

describe('isQuantityText', () => {
  it.each(['0', '1.', '.5', '-.5Gi', '+1Gi', '1E', '1Ei', '1e3', '1E-.5', '12n', '1u', '1k', '١'])('%s as the pattern says', (text) => {
    expect(isQuantityText(text)).toBe(PATTERN.test(text));
  });

  it.each(['', '.', '-', 'Gi', '1 Gi', ' 1', '1\n', '1gi', '1GiB', '1K', '1Ki5', '1e', '1e+', '1e3k', '0x10', '1_000', '١', '1..'])(
    '%j is none',
    (text) => {
      expect(isQuantityText(text)).toBe(false);
    },
  );

  it('agrees with the pattern on any text', () => {
    const parts = fc.array(fc.constantFrom('1', '0', '.', '+', '-', 'e', 'E', 'i', 'K', 'k', 'M', 'm', 'n', 'G', ' '), { maxLength: 7 });
    fc.assert(
      fc.property(parts, (characters) => {
        const text = characters.join('');
        expect(isQuantityText(text)).toBe(PATTERN.test(text));
      }),
      { numRuns: 5000 },
    );
  });
});
