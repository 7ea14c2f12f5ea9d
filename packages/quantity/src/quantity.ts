/**
 * How a quantity is written (BEHAVIOUR 21.1): `DecimalSI` (`1500m`, `2`, `1G`), `BinarySI` (`8Gi`),
 * `DecimalExponent` (`1e3`), or `''` for a quantity that was never read from a text.
 */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent' | '';

/**
 * An exact number with the way to write it (BEHAVIOUR 21.1). Immutable plain data: it may be shared, frozen and
 * structured-cloned. Make one with `parseQuantity`, `decodeQuantity`, `newQuantity` or `addQuantities`, and read it
 * through the functions of this package: what the members mean may change in any release.
 */
export interface Quantity {
  /** The number is mantissa × 10^scale. A `number` where it is a safe integer, a `bigint` only beyond. */
  readonly mantissa: number | bigint;
  readonly scale: number;
  /**
   * Undefined in 64-bit form. Otherwise the decimal places that the arbitrary precision form counts in. The number
   * does not depend on it, but what `integerValue` makes of an overflow or of a negative fraction does.
   */
  readonly places: number | undefined;
  readonly format: QuantityFormat;
  /** The text that it was read from, where that text is printed again as it stands (BEHAVIOUR 21.4). */
  readonly text: string | undefined;
}

/** How the number is written (BEHAVIOUR 21.1). */
export function formatOf(quantity: Quantity): QuantityFormat {
  return quantity.format;
}

/** A quantity in 64-bit form. All are made by this function and the next, in one shape: that keeps reading them fast. */
export function int64Quantity(mantissa: number | bigint, scale: number, format: QuantityFormat, text: string | undefined): Quantity {
  return { mantissa, scale, places: undefined, format, text };
}

/** A quantity in arbitrary precision form, which never keeps a text. */
export function decimalQuantity(mantissa: number | bigint, scale: number, places: number, format: QuantityFormat): Quantity {
  return { mantissa, scale, places, format, text: undefined };
}
