import type { Report } from '../findings/check-document.ts';
import type { Finding } from '../findings/finding.ts';
import type { Summary } from '../findings/summary.ts';
import type { Paint } from '../paint.ts';
import { githubReporter } from './github.ts';
import { jsonReporter } from './json.ts';
import { junitReporter } from './junit.ts';
import { sarifReporter } from './sarif.ts';
import { textReporter } from './text.ts';

/** Writes findings in one format. Each method gives the next piece of the output, so that no run is held in memory. */
export interface Reporter {
  begin(): string;
  /** Of one object, or of a file or a document that cannot be read; a file's reports come one after the other. */
  report(report: Report): string;
  /** What --fix mended. */
  fixed(finding: Finding): string;
  end(summary: Summary): string;
}

/** The values of --output. */
export const REPORT_FORMATS = ['text', 'json', 'sarif', 'junit', 'github'] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Formats that say what --fix would change. */
export const FORMATS_WITH_EDITS: readonly ReportFormat[] = ['json', 'sarif'];

const REPORTERS: Readonly<Record<ReportFormat, (paint: Paint) => Reporter>> = {
  text: textReporter,
  json: jsonReporter,
  sarif: sarifReporter,
  junit: junitReporter,
  github: githubReporter,
};

/** The reporter of a format.
 * @param format which
 * @param paint how to colour; only text is coloured */
export function reporterFor(format: ReportFormat, paint: Paint): Reporter {
  return REPORTERS[format](paint);
}
