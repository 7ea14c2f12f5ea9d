import type { Quantity } from '../src/index.ts';
import { decodeQuantity, parseQuantity } from '../src/index.ts';

/** The quantity of a text that must parse. */
export function q(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

/** The code with which an input is refused, or undefined where it is not. */
export function refusal(input: unknown): string | undefined {
  const parsed = parseQuantity(input);
  return parsed.ok ? undefined : parsed.error.code;
}

/** The message with which a field's value is refused. */
export function message(json: unknown): string {
  const parsed = decodeQuantity(json);
  if (parsed.ok) throw new Error('not refused');
  return parsed.error.message;
}
