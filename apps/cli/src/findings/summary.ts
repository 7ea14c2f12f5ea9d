import type { Severity } from '@instancetype/conflict';
import type { Finding } from './finding.ts';

/** How many of what a run saw. */
export interface Summary {
  readonly files: number;
  /** Objects that were checked. */
  readonly objects: number;
  /** Objects of kinds that are not checked. */
  readonly skipped: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** Findings that --fix mends. */
  readonly fixable: number;
  /** Findings that --fix mended. */
  readonly fixed: number;
  /** By code. */
  readonly codes: ReadonlyMap<string, number>;
}

/** Counts while a run goes on. */
export class Counter {
  files = 0;
  objects = 0;
  skipped = 0;
  fixed = 0;
  readonly #severities: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  readonly #codes = new Map<string, number>();
  #fixable = 0;

  /** Counts findings. */
  add(findings: readonly Finding[]): void {
    for (const { diagnostic } of findings) {
      this.#severities[diagnostic.severity]++;
      this.#codes.set(diagnostic.code, (this.#codes.get(diagnostic.code) ?? 0) + 1);
      if (diagnostic.fix) this.#fixable++;
    }
  }

  get summary(): Summary {
    const { files, objects, skipped, fixed } = this;
    const { error: errors, warning: warnings, info: infos } = this.#severities;
    return { files, objects, skipped, errors, warnings, infos, fixable: this.#fixable, fixed, codes: this.#codes };
  }
}

/** A summary on one line. */
export function summaryLine(summary: Summary): string {
  const { files, objects, skipped, errors, warnings, infos, fixable, fixed } = summary;
  const others = skipped === 0 ? '' : ` (${count(skipped, 'object')} of other kinds not checked)`;
  const found = [count(errors, 'error'), count(warnings, 'warning'), ...(infos === 0 ? [] : [count(infos, 'note')])].join(', ');
  const fixes = [...(fixed === 0 ? [] : [`${fixed} fixed`]), ...(fixable === 0 ? [] : [`${fixable} fixable with --fix`])];
  return `${count(files, 'file')}, ${count(objects, 'object')}${others}: ${found}${fixes.length === 0 ? '' : ` (${fixes.join(', ')})`}`;
}

/** The findings of each code, most frequent first, one line each. */
export function codeLines({ codes }: Summary): string[] {
  const rows = [...codes].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const width = String(rows[0]?.[1] ?? '').length;
  return rows.map(([code, number]) => `  ${String(number).padStart(width)}  ${code}`);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
