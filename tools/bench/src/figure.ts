/** A ratio that hardly depends on the machine. */
export interface Ratio {
  readonly title: string;
  /** 1 where both sides are the same. */
  readonly value: number;
  readonly shownAs: 'percent' | 'multiple';
  /** What it should be. */
  readonly goal?: string;
}

/** A speed of this machine at this moment. */
export interface Speed {
  readonly title: string;
  /** The time for one thing. */
  readonly nanoseconds: number;
  /** What is counted, in the plural. */
  readonly things: string;
  /** What it should be. */
  readonly goal?: string;
}

/** A weight in bytes, which is the same on every machine. */
export interface Size {
  readonly title: string;
  readonly minified: number;
  readonly gzipped: number;
}

/** Several figures of one run of something, on this machine at this moment. */
export interface Reading {
  readonly title: string;
  /** Each with its unit: `17,200 requests/s`, `p99 2 ms`. */
  readonly figures: readonly string[];
  /** What they should be. */
  readonly goal?: string;
}

/** What one group of measurements gives. */
export interface Figures {
  readonly ratios?: readonly Ratio[];
  readonly speeds?: readonly Speed[];
  readonly sizes?: readonly Size[];
  readonly readings?: readonly Reading[];
}
