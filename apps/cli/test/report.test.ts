import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, cliOn, withFiles } from './expand-harness.ts';
import { CLASHING, CONFIG_MAP, DEPRECATED, GOOD, SMALL, TYPO, vm } from './validate-manifests.ts';

const FILES = { 'bad.yaml': CLASHING, 'broken.yaml': 'a: [1\n', 'good.yaml': GOOD, 'old.yaml': DEPRECATED };

describe('validate -o json', () => {
  it('has every finding with its place, claims and fix, and a summary', async () => {
    const { stdout } = await cliOn(FILES, ['validate', ...Object.keys(FILES), '-o', 'json']);
    const { version, findings, fixed, summary } = JSON.parse(stdout) as { version: number; findings: Record<string, unknown>[]; fixed: unknown[]; summary: Record<string, unknown> };
    expect([version, fixed]).toEqual([1, []]);
    expect(findings.map(({ file, line, column, severity, code }) => [file, line, column, severity, code])).toEqual([
      ['bad.yaml', 14, 18, 'error', 'instancetype-conflict'],
      ['bad.yaml', 16, 18, 'error', 'instancetype-conflict'],
      ['broken.yaml', 2, 1, 'error', 'yaml-invalid'],
      ['old.yaml', 7, 27, 'warning', 'deprecated-topology-name'],
    ]);
    expect(findings[1]).toMatchObject({
      endLine: 16,
      endColumn: 21,
      object: { kind: 'VirtualMachine', name: 'web' },
      reason: 'FieldValueInvalid',
      field: 'spec.template.spec.domain.memory.guest',
      pointer: '/spec/template/spec/domain/memory/guest',
      fix: [{ op: 'remove', path: '/spec/template/spec/domain/memory/guest' }],
      claims: [
        { value: '4Gi', origin: { from: 'input', file: 'bad.yaml', line: 16, column: 18 } },
        { owner: { kind: 'VirtualMachineClusterInstancetype', name: 'u1.medium' }, field: 'spec.memory.guest', value: '4Gi', origin: { from: 'catalog' } },
      ],
    });
    expect(summary).toEqual({ files: 4, objects: 3, skipped: 0, errors: 3, warnings: 1, infos: 0, fixable: 2, fixed: 0, codes: { 'instancetype-conflict': 2, 'yaml-invalid': 1, 'deprecated-topology-name': 1 } });
  });

  it('is valid without findings', async () => {
    const { stdout } = await cliOn({ 'good.yaml': GOOD }, ['validate', 'good.yaml', '-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ findings: [], fixed: [], summary: { errors: 0 } });
  });
});

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly columnKind: string;
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string; readonly shortDescription: { readonly text: string } }[] } };
    readonly results: readonly SarifResult[];
  }[];
}

interface Region {
  readonly startLine: number;
  readonly startColumn?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: Region } }[];
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
  readonly relatedLocations?: readonly unknown[];
  readonly fixes?: readonly { readonly artifactChanges: readonly { readonly replacements: readonly { readonly deletedRegion: Region; readonly insertedContent: { readonly text: string } }[] }[] }[];
}

async function sarifOf(files: Readonly<Record<string, string>>): Promise<Sarif['runs'][0]> {
  const { stdout } = await cliOn(files, ['validate', ...Object.keys(files), '-o', 'sarif']);
  const sarif = JSON.parse(stdout) as Sarif;
  expect([sarif.version, sarif.runs.length]).toEqual(['2.1.0', 1]);
  return sarif.runs[0] as Sarif['runs'][0];
}

/** Makes a SARIF replacement in a text. */
function replaced(text: string, region: Region, inserted: string): string {
  const lines = text.split('\n');
  const offset = (line: number, column: number): number => lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  return text.slice(0, offset(region.startLine, region.startColumn ?? 1)) + inserted + text.slice(offset(region.endLine ?? region.startLine, region.endColumn ?? 1));
}

describe('validate -o sarif', () => {
  it('has what code scanning needs of every result', async () => {
    const { tool, results, columnKind } = await sarifOf(FILES);
    expect([tool.driver.name, columnKind]).toEqual(['instancetype', 'utf16CodeUnits']);
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['instancetype-conflict', 'error'],
      ['instancetype-conflict', 'error'],
      ['yaml-invalid', 'error'],
      ['deprecated-topology-name', 'warning'],
    ]);
    for (const { ruleId, ruleIndex, message, locations, partialFingerprints } of results) {
      expect(tool.driver.rules[ruleIndex]).toMatchObject({ id: ruleId, shortDescription: { text: expect.stringMatching(/^[A-Z].*\.$/) as string } });
      expect(message.text).not.toBe('');
      expect(locations).toHaveLength(1);
      expect(locations[0]?.physicalLocation.region.startLine).toBeGreaterThan(0);
      expect(partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{16}:\d+$/);
    }
    expect(new Set(results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash)).size).toBe(results.length);
    expect(new Set(tool.driver.rules.map(({ id }) => id)).size).toBe(tool.driver.rules.length);
  });

  it('gives fixes that do what --fix does', async () => {
    const { results } = await sarifOf({ 'bad.yaml': CLASHING });
    const [replacement] = results[1]?.fixes?.[0]?.artifactChanges[0]?.replacements ?? [];
    expect(replaced(CLASHING, replacement?.deletedRegion as Region, replacement?.insertedContent.text ?? '')).toBe(CLASHING.replace('memory:\n          guest: 4Gi # the same\n', 'memory: {}\n'));
    expect(results[0]?.fixes).toBeUndefined();
  });

  it('keeps fingerprints when lines move', async () => {
    await withFiles({ 'vm.yaml': CLASHING, 'moved/vm.yaml': `# moved\n\n${CLASHING}` }, async (directory) => {
      const prints = async (file: string): Promise<string[]> => {
        const { runs } = JSON.parse((await cli(['validate', file, '-o', 'sarif'])).stdout) as Sarif;
        return runs[0]?.results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash) ?? [];
      };
      const before = await prints(join(directory, 'vm.yaml'));
      const after = await prints(join(directory, 'moved/vm.yaml'));
      // the path counts, so both are compared on one path
      expect(before).not.toEqual(after);
      const { writeFileSync } = await import('node:fs');
      writeFileSync(join(directory, 'vm.yaml'), `# moved\n\n${CLASHING}`);
      expect(await prints(join(directory, 'vm.yaml'))).toEqual(before);
    });
  });

  it('relates the places of the other values, and escapes paths', async () => {
    const web = vm('web', '  instancetype: {name: small, kind: VirtualMachineInstancetype}\n', '        cpu: {cores: 4}\n');
    const { results } = await sarifOf({ 'a b%.yaml': web, 'ünit.yaml': SMALL });
    expect(results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toMatch(/a%20b%25\.yaml$/);
    expect(results[0]?.relatedLocations).toMatchObject([{ id: 1, physicalLocation: { artifactLocation: { uri: expect.stringMatching(/%C3%BCnit\.yaml$/) as string }, region: { startLine: 7, startColumn: 12 } } }]);
  });

  it('is valid without findings', async () => {
    expect(await sarifOf({ 'good.yaml': GOOD })).toMatchObject({ results: [], tool: { driver: { rules: [] } } });
  });
});

/** Reads XML as far as these reports use it, and fails where it is not well-formed. */
function xmlElements(text: string): { readonly name: string; readonly attributes: Readonly<Record<string, string>>; readonly depth: number }[] {
  const elements = [];
  const open: string[] = [];
  let rest = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  while (rest !== '') {
    const tag = /^<(\/?)([a-z-]+)((?: [a-z]+="[^"<&]*(?:&[a-z#0-9]+;[^"<&]*)*")*)(\/?)>/.exec(rest);
    const content = tag ? undefined : /^(?:[^<&]|&(?:amp|lt|gt|quot|apos|#10);)+/.exec(rest);
    const [whole] = tag ?? content ?? [];
    if (whole === undefined) throw new Error(`not well-formed at ${rest.slice(0, 80)}`);
    rest = rest.slice(whole.length);
    if (!tag) continue;
    const [, close, name = '', attributes = '', empty] = tag;
    if (close) {
      if (open.pop() !== name) throw new Error(`</${name}> does not fit`);
      continue;
    }
    elements.push({ name, depth: open.length, attributes: Object.fromEntries([...attributes.matchAll(/([a-z]+)="([^"]*)"/g)].map((match) => [match[1], match[2]])) as Record<string, string> });
    if (!empty) open.push(name);
  }
  if (open.length > 0) throw new Error(`${open.join()} is not closed`);
  return elements;
}

describe('validate -o junit', () => {
  it('has a suite for each file and a case for each object', async () => {
    const files = { ...FILES, 'two.yaml': [TYPO, CONFIG_MAP, SMALL].join('---\n'), 'none.yaml': CONFIG_MAP };
    const { stdout } = await cliOn(files, ['validate', ...Object.keys(files), '-o', 'junit']);
    const elements = xmlElements(stdout);
    expect(elements[0]).toMatchObject({ name: 'testsuites', depth: 0 });
    const suites = elements.filter(({ name }) => name === 'testsuite').map(({ attributes }) => attributes);
    expect(suites.map(({ name, tests, failures, errors }) => [name, tests, failures, errors])).toEqual([
      ['bad.yaml', '1', '1', '0'],
      ['broken.yaml', '1', '0', '1'],
      ['good.yaml', '1', '0', '0'],
      ['old.yaml', '1', '0', '0'],
      ['two.yaml', '2', '1', '0'],
    ]);
    expect(elements.filter(({ name }) => name === 'testcase').map(({ attributes }) => attributes['name'])).toEqual([
      'VirtualMachine web',
      'readable',
      'VirtualMachine good',
      'VirtualMachineClusterPreference old',
      'VirtualMachine typo',
      'VirtualMachineInstancetype small',
    ]);
    expect(elements.filter(({ name, depth }) => depth === 3 && name !== 'system-out').map(({ name, attributes }) => [name, attributes['type']])).toEqual([
      ['failure', 'instancetype-conflict'],
      ['error', 'yaml-invalid'],
      ['failure', 'instancetype-not-found'],
    ]);
  });

  it('is well-formed whatever a name holds', async () => {
    const { stdout } = await cliOn({ 'a&b<c>.yaml': vm(`"<&>'\\"\\u0001\\uD800"`, '  instancetype: {name: "]]>&#1;\\uFFFF"}\n') }, ['validate', 'a&b<c>.yaml', '-o', 'junit']);
    expect(xmlElements(stdout).some(({ name }) => name === 'failure')).toBe(true);
  });
});

// where the files stand seen from the checkout depends on where that is
describe('validate -o github', () => {
  it('annotates lines, with everything on one line', async () => {
    const { stdout } = await cliOn(FILES, ['validate', ...Object.keys(FILES), '-o', 'github']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.replace(/^::(\w+) file=[^,]*?(\w+\.yaml,.*?)::.*$/, '$1 $2'))).toEqual([
      'error bad.yaml,line=14,endLine=14,col=18,endColumn=19,title=instancetype-conflict',
      'error bad.yaml,line=16,endLine=16,col=18,endColumn=21,title=instancetype-conflict',
      'error broken.yaml,line=2,endLine=2,col=1,endColumn=1,title=yaml-invalid',
      'warning old.yaml,line=7,endLine=7,col=27,endColumn=38,title=deprecated-topology-name',
    ]);
    expect(lines[0]).toContain('%0ASuggestion: Remove spec.template.spec.domain.cpu.cores');
  });

  it('escapes what ends a property or a command', async () => {
    const { stdout } = await cliOn({ 'a,b:c%.yaml': TYPO }, ['validate', 'a,b:c%.yaml', '-o', 'github']);
    expect(stdout).toMatch(/^::error file=[^,]*a%2Cb%3Ac%25\.yaml,line=8,/);
  });
});
