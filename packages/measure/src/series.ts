import { textOf } from '@instancetype/api';

/** One point of a metric, as plain data: what a scrape of a Prometheus endpoint says in a line. */
export interface Series<Label extends string = string> {
  /** The metric's name. */
  readonly name: string;
  /** Every label of the metric that is given here; an empty value means the same as none. */
  readonly labels: Readonly<Record<Label, string>>;
  readonly value: number;
}

/** The labels that say whose series it is.
 * @param object a VM or its instance */
export function ownerLabels(object: unknown): Readonly<Record<'name' | 'namespace', string>> {
  const { name, namespace } = membersOf(membersOf(object).metadata);
  return { name: textOf(name), namespace: textOf(namespace) };
}

/** The members of an object; none of what is no object.
 * @param value anything */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
