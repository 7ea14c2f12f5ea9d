import type { Severity } from '@instancetype/conflict';
import type { ClaimOrigin, Excerpt, Finding } from '../findings/finding.ts';
import type { Paint } from '../paint.ts';
import { SEVERITY_WORDS, showClaim, showPatch, showPlace } from './describe.ts';
import type { Reporter } from './reporter.ts';
import { escapeText } from '../manifest/escape.ts';

const COLORS = { error: 'red', warning: 'yellow', info: 'cyan' } as const satisfies Record<Severity, string>;

/** Findings for people: a line with the place, the line of the file, whose values clash, and what mends it.
 * @param paint how to color */
export function textReporter(paint: Paint): Reporter {
  return {
    begin: () => '',
    report: ({ findings }) => findings.map((finding) => block(finding, paint)).join(''),
    fixed: (finding) => `${headOf(finding, paint('green', 'fixed'), paint)}\n`,
    end: () => '',
  };
}

function block(finding: Finding, paint: Paint): string {
  const { diagnostic, excerpt, claims, notes } = finding;
  const word = paint(['bold', COLORS[diagnostic.severity]], SEVERITY_WORDS[diagnostic.severity]);
  const lines = [headOf(finding, word, paint), ...(excerpt ? excerptLines(excerpt, paint, COLORS[diagnostic.severity]) : [])];
  lines.push(...claims.filter(({ origin }) => !isHere(origin, finding)).map((claim) => `    ${paint('dim', '-')} ${showClaim(claim)}`), ...notes.map((note) => `    ${note}`));
  if (diagnostic.fix) lines.push(`    ${paint('green', 'fix')} (--fix makes it): ${showPatch(diagnostic.fix)}`);
  for (const { title } of diagnostic.suggestions ?? []) lines.push(`    ${paint('green', 'suggestion')}: ${escapeText(title)}`);
  return `${lines.join('\n')}\n`;
}

/** The line of the file shows that value already. */
function isHere({ file, line, column }: ClaimOrigin, finding: Finding): boolean {
  return file === finding.file && line === finding.place?.line && column === finding.place?.column;
}

function headOf({ file, place, diagnostic }: Finding, word: string, paint: Paint): string {
  return `${paint('bold', `${showPlace({ file, ...place })}:`)} ${word}: ${diagnostic.message} ${paint('dim', `[${diagnostic.code}]`)}`;
}

function excerptLines({ line, text, start, end }: Excerpt, paint: Paint, color: 'red' | 'yellow' | 'cyan'): string[] {
  const number = String(line);
  const margin = (label: string): string => paint('dim', `${label.padStart(number.length + 2)} |`);
  return [`${margin(number)} ${text}`.trimEnd(), `${margin('')} ${' '.repeat(start)}${paint(color, '^'.repeat(end - start))}`];
}
