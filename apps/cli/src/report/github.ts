import type { Severity } from '@instancetype/conflict';
import type { Finding } from '../findings/finding.ts';
import { detailLines } from './describe.ts';
import { STDIN_NAME } from '../manifest/sources.ts';
import { relativePath } from './relative-path.ts';
import type { Reporter } from './reporter.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** Findings as workflow commands of GitHub Actions: annotations at the lines of a pull request. */
export function githubReporter(): Reporter {
  return {
    begin: () => '',
    report: ({ findings }) => findings.map((finding) => command(finding)).join(''),
    fixed: () => '',
    end: () => '',
  };
}

function command(finding: Finding): string {
  const { file, place, diagnostic } = finding;
  const isOneLine = place?.endLine === place?.line;
  const properties = {
    file: file === STDIN_NAME ? undefined : relativePath(file),
    line: place?.line,
    endLine: place?.endLine,
    // GitHub takes columns only within a line
    col: isOneLine ? place?.column : undefined,
    endColumn: isOneLine ? place?.endColumn : undefined,
    title: diagnostic.code,
  };
  const written = Object.entries(properties).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`]));
  return `::${COMMANDS[diagnostic.severity]} ${written.join(',')}::${escapeData([diagnostic.message, ...detailLines(finding)].join('\n'))}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
