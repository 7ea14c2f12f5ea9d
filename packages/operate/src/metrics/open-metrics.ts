import { Counter as PromCounter, Gauge as PromGauge, Histogram as PromHistogram, Registry } from 'prom-client';
import { addProcessMetrics } from './process-metrics.ts';

/** Label to its likely values. Where every label has some, all their combinations are there, as 0, from the first scrape on. */
export type LikelyLabels<Label extends string> = Readonly<Record<Label, readonly string[]>>;

/** The value of each label; none where a metric has none. */
export type LabelValues<Label extends string> = Readonly<Record<Label, string>>;

/** Labels are the last argument, or left out where there are none. */
export type Labelled<Label extends string> = [Label] extends [never] ? [] : [labels: LabelValues<Label>];

/** Counts up. */
export interface Counter<Label extends string = never> {
  inc(...labels: Labelled<Label>): void;
  add(amount: number, ...labels: Labelled<Label>): void;
}

/** A number that goes up and down. */
export interface Gauge<Label extends string = never> {
  set(value: number, ...labels: Labelled<Label>): void;
  add(amount: number, ...labels: Labelled<Label>): void;
}

/** How values are distributed. */
export interface Histogram<Label extends string = never> {
  observe(value: number, ...labels: Labelled<Label>): void;
}

/** The metrics of a process, in a registry of their own. Names get the prefix. */
export interface Metrics {
  counter<Label extends string = never>(name: string, help: string, labels?: LikelyLabels<Label>): Counter<Label>;
  /** A gauge; `read` gives the value at each scrape, for a gauge without labels that nobody sets. */
  gauge<Label extends string = never>(name: string, help: string, labels?: LikelyLabels<Label>, read?: () => number): Gauge<Label>;
  /** A histogram; `buckets` are upper bounds, in the unit of the name: by default those of the seconds that a request takes. */
  histogram<Label extends string = never>(name: string, help: string, labels?: LikelyLabels<Label>, buckets?: readonly number[]): Histogram<Label>;
  /** All metrics in Prometheus' text format. */
  text(): Promise<string>;
  /** The media type of `text`. */
  readonly contentType: string;
  /** Stops measuring the event loop. */
  close(): void;
}

/** Which metrics. */
export interface MetricsOptions {
  /** Before every name but those of the process, with its underscore: `instancetype_`. */
  readonly prefix?: string;
}

// from well below what an admission takes to its longest deadline
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Opens a registry with the metrics of the process and of its event loop. RELIABILITY R21.
 * @param options the prefix */
export function openMetrics({ prefix = '' }: MetricsOptions = {}): Metrics {
  const registry = new Registry();
  const close = addProcessMetrics(registry);
  const common = (name: string, help: string, labels: LikelyLabels<string> = {}) => ({ name: `${prefix}${name}`, help, labelNames: Object.keys(labels), registers: [registry] });
  return {
    counter(name, help, labels) {
      const counter = new PromCounter(common(name, help, labels));
      for (const values of combinations(labels)) counter.inc(values, 0);
      return { inc: (...of) => counter.inc(of[0] ?? {}, 1), add: (amount, ...of) => counter.inc(of[0] ?? {}, amount) };
    },
    gauge(name, help, labels, read) {
      const gauge: PromGauge = new PromGauge({ ...common(name, help, labels), ...(read && { collect: () => gauge.set(read()) }) });
      for (const values of combinations(labels)) gauge.set(values, 0);
      return { set: (value, ...of) => gauge.set(of[0] ?? {}, value), add: (amount, ...of) => gauge.inc(of[0] ?? {}, amount) };
    },
    histogram(name, help, labels, buckets = SECONDS) {
      const histogram = new PromHistogram({ ...common(name, help, labels), buckets: [...buckets] });
      for (const values of combinations(labels)) histogram.zero(values);
      return { observe: (value, ...of) => histogram.observe(of[0] ?? {}, value) };
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
    close,
  };
}

/** Every combination of the likely values; none where a label has no likely value, or there are no labels (those start at 0 anyway). */
function combinations(labels: LikelyLabels<string> | undefined): Record<string, string>[] {
  const entries = Object.entries<readonly string[]>(labels ?? {});
  if (entries.length === 0) return [];
  return entries.reduce<Record<string, string>[]>((made, [label, values]) => made.flatMap((before) => values.map((value) => ({ ...before, [label]: value }))), [{}]);
}
