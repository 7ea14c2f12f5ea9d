import type { Report } from '../findings/check-document.ts';
import type { Finding } from '../findings/finding.ts';
import type { Summary } from '../findings/summary.ts';

/** Writes findings in one format. Each method gives the next piece of the output, so that no run is held in memory. */
export interface Reporter {
  begin(): string;
  /** Of one object, or of a file or a document that cannot be read; a file's reports come one after the other. */
  report(report: Report): string;
  /** What --fix mended. */
  fixed(finding: Finding): string;
  end(summary: Summary): string;
}
