/** The value below which a share of values lies; NaN where there are none.
 * @param values in any order
 * @param share 0.99 for the 99th percentile */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

type Series = ReadonlyMap<string, number>;

/** The upper bound of the bucket of a histogram that holds a quantile of what came about between two scrapes; NaN where nothing did.
 * @param name of the histogram
 * @param scrapes the first and the last
 * @param share 0.99 for the 99th percentile */
export function bucketOf(name: string, [before, after]: readonly [Series, Series], share: number): number {
  const opening = `${name}_bucket{le="`;
  const buckets = [...after].filter(([series]) => series.startsWith(opening)).map(([series, count]) => ({ bound: Number.parseFloat(series.slice(opening.length)), count: count - (before.get(series) ?? 0) }));
  // +Inf is the last
  const total = buckets.at(-1)?.count ?? 0;
  return total === 0 ? Number.NaN : (buckets.find(({ count }) => count >= share * total)?.bound ?? Number.POSITIVE_INFINITY);
}
