/** A ratio that hardly depends on the machine, with what it should be. */
export interface Ratio {
  readonly title: string;
  readonly value: string;
  readonly goal?: string;
}

/** A speed of this machine at this moment. */
export interface Speed {
  readonly title: string;
  /** Time for one thing, as text with its unit. */
  readonly time: string;
  readonly rate: string;
  readonly goal?: string;
}

/** A weight, which is the same on every machine. */
export interface Size {
  readonly title: string;
  readonly minified: string;
  readonly gzipped: string;
}

/** What one group of measurements gives. */
export interface Figures {
  readonly ratios?: readonly Ratio[];
  readonly speeds?: readonly Speed[];
  readonly sizes?: readonly Size[];
}

/** The speed of something.
 * @param title what
 * @param nanoseconds for one thing
 * @param things what is counted, in the plural
 * @param goal what it should be */
export function speed(title: string, nanoseconds: number, things: string, goal?: string): Speed {
  const time = nanoseconds < 1e6 ? `${nanoseconds.toFixed(nanoseconds < 100 ? 1 : 0)} ns` : `${(nanoseconds / 1e6).toFixed(1)} ms`;
  const rate = `${Math.round(1e9 / nanoseconds).toLocaleString('en')} ${things}/s`;
  return goal === undefined ? { title, time, rate } : { title, time, rate, goal };
}

/** A ratio as a multiple.
 * @param value 1 for as much */
export function times(value: number): string {
  return `${value.toFixed(2)} x`;
}

/** A ratio as percent.
 * @param value 1 for all */
export function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}
