import { type ObjectName, showText } from '@instancetype/conflict';
import type { Report } from '../findings/check-document.ts';
import type { Finding } from '../findings/finding.ts';
import { detailLines, SEVERITY_WORDS, showPlace } from './describe.ts';
import type { Reporter } from './reporter.ts';

/** Findings as JUnit XML: a test suite for each file, a test case for each object. Warnings and notes do not fail a case. */
export function junitReporter(): Reporter {
  let suite = new Suite('');
  return {
    begin: () => '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="instancetype validate">\n',
    report: (report) => {
      if (report.file === suite.file && !suite.isEmpty) {
        suite.add(report);
        return '';
      }
      const text = suite.text();
      suite = new Suite(report.file);
      suite.add(report);
      return text;
    },
    fixed: () => '',
    end: () => `${suite.text()}</testsuites>\n`,
  };
}

class Suite {
  readonly file: string;
  readonly #cases: string[] = [];
  #failures = 0;
  #errors = 0;

  constructor(file: string) {
    this.file = file;
  }

  get isEmpty(): boolean {
    return this.#cases.length === 0;
  }

  add({ object, findings }: Report): void {
    const bad = findings.filter(({ diagnostic }) => diagnostic.severity === 'error');
    const rest = findings.filter(({ diagnostic }) => diagnostic.severity !== 'error');
    // what cannot be read is an error of the test, not a failed one
    const element = object ? 'failure' : 'error';
    if (bad.length > 0 && object) this.#failures++;
    else if (bad.length > 0) this.#errors++;
    const name = object ? titleOf(object) : 'readable';
    const start = `    <testcase classname="${escapeXml(this.file)}" name="${escapeXml(name)}"`;
    const children = [...(bad.length > 0 ? [failure(element, bad)] : []), ...(rest.length > 0 ? [`      <system-out>${escapeXml(textOf(rest))}</system-out>\n`] : [])];
    this.#cases.push(children.length === 0 ? `${start}/>\n` : `${start}>\n${children.join('')}    </testcase>\n`);
  }

  text(): string {
    if (this.isEmpty) return '';
    const counts = `tests="${this.#cases.length}" failures="${this.#failures}" errors="${this.#errors}" skipped="0"`;
    return `  <testsuite name="${escapeXml(this.file)}" ${counts}>\n${this.#cases.join('')}  </testsuite>\n`;
  }
}

/** Test cases have one failure at most: readers of the format ignore a second one. */
function failure(element: 'failure' | 'error', findings: readonly Finding[]): string {
  const [first] = findings;
  const more = findings.length === 1 ? '' : ` (and ${findings.length - 1} more)`;
  const message = escapeXml(`${first?.diagnostic.message ?? ''}${more}`);
  return `      <${element} type="${escapeXml(first?.diagnostic.code ?? '')}" message="${message}">${escapeXml(textOf(findings))}</${element}>\n`;
}

function textOf(findings: readonly Finding[]): string {
  return findings.map(({ file, place, diagnostic, ...rest }) => {
    const head = `${showPlace({ file, ...place })}: ${SEVERITY_WORDS[diagnostic.severity]}: ${diagnostic.message} [${diagnostic.code}]`;
    return [head, ...detailLines({ file, place, diagnostic, ...rest }).map((line) => `  ${line}`)].join('\n');
  }).join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\n': '&#10;' };

/** What XML 1.0 cannot hold, not even escaped, becomes U+FFFD. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0009\u000b-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"'\n]/g, (character) => ENTITIES[character] ?? character);
}

// as tools list and compare it: without quotes
function titleOf({ kind, name, namespace }: ObjectName): string {
  const full = namespace === undefined ? name : `${namespace}/${name}`;
  return `${showText(kind)} ${full === '' ? '(without a name)' : showText(full)}`;
}
