import type { Paint } from '../paint.ts';
import { githubReporter } from './github.ts';
import { jsonReporter } from './json.ts';
import { junitReporter } from './junit.ts';
import { sarifReporter } from './sarif.ts';
import type { Reporter } from './reporter.ts';
import { textReporter } from './text.ts';

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
 * @param paint how to color; only text is colored */
export function reporterFor(format: ReportFormat, paint: Paint): Reporter {
  return REPORTERS[format](paint);
}
