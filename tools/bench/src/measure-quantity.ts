import { parseQuantity } from '@instancetype/quantity';
import type { Figures } from './figure.ts';
import { interleave } from './interleave.ts';

const TEXTS = ['1Gi', '512Mi', '64Gi', '2', '100m', '1500m', '30Gi', '0.5', '128974848', '1e3', '4Ti', '16'];
const REPEATED = 2_000;

/** Reading of quantities as manifests have them, beside reading of the numbers alone that they start with. */
export function measureQuantity(): Figures {
  const numbers = TEXTS.map((text) => text.replace(/[^\d.]+$/, ''));
  const items = REPEATED * TEXTS.length;
  const measured = interleave({
    number: { items, run: () => repeat(() => numbers.reduce((sum, text) => sum + Number(text), 0)) },
    quantity: { items, run: () => repeat(() => TEXTS.reduce((count, text) => count + (parseQuantity(text).ok ? 1 : 0), 0)) },
  });
  return {
    ratios: [{ title: 'parseQuantity: time against Number() of the digits', value: measured.ratio('quantity', 'number'), shownAs: 'multiple' }],
    speeds: [
      { title: 'parseQuantity', nanoseconds: measured.median('quantity'), things: 'quantities' },
      { title: 'Number()', nanoseconds: measured.median('number'), things: 'numbers' },
    ],
  };
}

function repeat(run: () => number): number {
  let total = 0;
  for (let time = 0; time < REPEATED; time++) total += run();
  return total;
}
