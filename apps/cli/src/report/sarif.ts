import { createHash } from 'node:crypto';
import type { Severity } from '@instancetype/conflict';
import type { Finding, LocatedClaim, TextEdit } from '../findings/finding.ts';
import type { Place } from '../manifest/place.ts';
import { STDIN_NAME } from '../manifest/sources.ts';
import { ownVersion } from '../version.ts';
import { detailLines, showClaim, showPatch } from './describe.ts';
import type { Reporter } from './reporter.ts';
import { relativePath } from './relative-path.ts';
import { ruleText } from './rule-texts.ts';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };
const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** Findings as SARIF 2.1.0, the subset that GitHub's code scanning reads. */
export function sarifReporter(): Reporter {
  const rules: string[] = [];
  const seen = new Map<string, number>();
  let separator = '\n';
  const indexOf = (code: string): number => {
    const index = rules.indexOf(code);
    return index === -1 ? rules.push(code) - 1 : index;
  };
  const next = (finding: Finding): string => {
    const fingerprint = fingerprintOf(finding);
    const number = (seen.get(fingerprint) ?? 0) + 1;
    seen.set(fingerprint, number);
    const text = `${separator}        ${JSON.stringify(resultOf(finding, indexOf(finding.diagnostic.code), `${fingerprint}:${number}`))}`;
    separator = ',\n';
    return text;
  };
  return {
    begin: () => `{\n  "$schema": "${SCHEMA}",\n  "version": "2.1.0",\n  "runs": [\n    {\n      "columnKind": "utf16CodeUnits",\n      "results": [`,
    report: ({ findings }) => findings.map(next).join(''),
    fixed: () => '',
    end: () => `${separator === '\n' ? ']' : '\n      ]'},\n      "tool": ${JSON.stringify({ driver: driverOf(rules) })}\n    }\n  ]\n}\n`,
  };
}

function driverOf(rules: readonly string[]): object {
  return {
    name: 'instancetype',
    semanticVersion: ownVersion(),
    rules: rules.map((id) => ({ id, name: pascalCase(id), shortDescription: { text: ruleText(id) }, help: { text: ruleText(id) } })),
  };
}

function resultOf(finding: Finding, ruleIndex: number, fingerprint: string): object {
  const { file, place, diagnostic, claims, edit } = finding;
  const elsewhere = claims.filter(({ origin }) => origin.file !== undefined && (origin.file !== file || origin.line !== place?.line || origin.column !== place?.column));
  return {
    ruleId: diagnostic.code,
    ruleIndex,
    level: LEVELS[diagnostic.severity],
    message: { text: [diagnostic.message, ...detailLines(finding)].join('\n') },
    locations: [{ physicalLocation: physical(file, place) }],
    relatedLocations: elsewhere.length === 0 ? undefined : elsewhere.map(related),
    partialFingerprints: { primaryLocationLineHash: fingerprint },
    fixes: edit && [fixOf(finding, edit)],
  };
}

function physical(file: string, place: Place | undefined): object {
  const region = place && { startLine: place.line, startColumn: place.column, endLine: place.endLine, endColumn: place.endColumn };
  // GitHub shows a result only where it has a line
  return { artifactLocation: { uri: uriOf(file) }, region: region ?? { startLine: 1 } };
}

function related(claim: LocatedClaim, index: number): object {
  const { file = '', line = 1, column = 1 } = claim.origin;
  return {
    id: index + 1,
    message: { text: showClaim(claim) },
    physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: line, startColumn: column } },
  };
}

function fixOf({ file, diagnostic }: Finding, { text, line, column, endLine, endColumn }: TextEdit): object {
  const deletedRegion = { startLine: line, startColumn: column, endLine, endColumn };
  return {
    description: { text: showPatch(diagnostic.fix ?? []) },
    artifactChanges: [{ artifactLocation: { uri: uriOf(file) }, replacements: [{ deletedRegion, insertedContent: { text } }] }],
  };
}

function uriOf(file: string): string {
  if (file === STDIN_NAME) return 'stdin';
  return relativePath(file).split('/').map((segment) => encodeURIComponent(segment.toWellFormed())).join('/');
}

/** The same for a finding whose lines have moved. */
function fingerprintOf({ file, object, diagnostic }: Finding): string {
  const parts = [uriOf(file), object?.kind, object?.namespace, object?.name, diagnostic.code, diagnostic.pointer ?? ''];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

function pascalCase(code: string): string {
  return code.split('-').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
}
