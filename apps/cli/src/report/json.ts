import type { ObjectName } from '@instancetype/conflict';
import type { Report } from '../findings/check-document.ts';
import { isSmall } from '../findings/is-small.ts';
import type { Finding, LocatedClaim } from '../findings/finding.ts';
import type { Summary } from '../findings/summary.ts';
import type { Reporter } from './reporter.ts';

/** The version of the format: it rises when a member is removed or changes its meaning. */
const FORMAT_VERSION = 1;

/** Findings for programs: `{version, findings, fixed, summary}`, one finding on a line. */
export function jsonReporter(): Reporter {
  let separator = '\n';
  const fixed: object[] = [];
  const next = (finding: Finding): string => {
    const text = `${separator}    ${JSON.stringify(findingJson(finding))}`;
    separator = ',\n';
    return text;
  };
  return {
    begin: () => `{\n  "version": ${FORMAT_VERSION},\n  "findings": [`,
    report: ({ findings }: Report) => findings.map(next).join(''),
    fixed: (finding) => {
      fixed.push(findingJson(finding));
      return '';
    },
    end: (summary) => {
      const close = separator === '\n' ? ']' : '\n  ]';
      return `${close},\n  "fixed": ${JSON.stringify(fixed)},\n  "summary": ${JSON.stringify(summaryJson(summary))}\n}\n`;
    },
  };
}

function findingJson({ file, place, object, diagnostic, notes, claims, edit }: Finding): object {
  const { code, severity, message, reason, field, pointer, fix, suggestions } = diagnostic;
  const own = { file, ...place, severity, code, message, object: object && objectJson(object), reason, field, pointer };
  // members that are undefined are left out of the text
  return { ...own, notes: listed(notes), claims: listed(claims.map(claimJson)), fix: shortOr(fix), edit, suggestions: shortOr(suggestions) };
}

function objectJson({ kind, name, namespace }: ObjectName): object {
  return { kind: shortOr(kind), name: shortOr(name), namespace: shortOr(namespace) };
}

function claimJson({ owner, field, value, origin }: LocatedClaim): object {
  return { owner: objectJson(owner), field, value: shortOr(value), origin };
}

/** A value that fills pages helps nobody, and may be longer than memory. */
function shortOr<T>(value: T): T | undefined {
  return isSmall(value) ? value : undefined;
}

function listed<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function summaryJson({ codes, ...numbers }: Summary): object {
  return { ...numbers, codes: Object.fromEntries(codes) };
}
