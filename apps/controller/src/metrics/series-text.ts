/** One point of a metric. */
export interface Point {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Points as Prometheus' text format has them, a line each. A label with an empty value means the same as none, and is left out.
 * @param points of any metrics */
export function textOf(points: readonly Point[]): string {
  return points.map(lineOf).join('');
}

function lineOf({ name, labels, value }: Point): string {
  const shown = Object.entries(labels).flatMap(([label, text]) => (text === '' ? [] : [`${label}="${escaped(text)}"`]));
  return `${name}{${shown.join(',')}} ${value}\n`;
}

function escaped(text: string): string {
  return /["\\\n]/.test(text) ? text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n') : text;
}
