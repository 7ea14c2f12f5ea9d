import type { VirtualMachineLike } from '@instancetype/api';
import { catalogReader, instancetypes, preferences } from '@instancetype/catalog';
import { provenanceOf } from '@instancetype/draft';
import { expand } from '@instancetype/expand';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { cliOn } from './expand-harness.ts';
import { virtualMachine } from './expand-arbitrary.ts';

/** What `expand` of the package makes of a VM; what JSON does not hold is left out. */
function expected(vm: VirtualMachineLike): VirtualMachineLike {
  const outcome = expand(vm, catalogReader());
  if (!outcome.ok) throw new Error(outcome.causes[0].message);
  return JSON.parse(JSON.stringify(outcome.value)) as VirtualMachineLike;
}

/** A layout as people write it: an indentation, lists that stand deeper than their key or not, comments here and there. */
const layout = fc.record({ indent: fc.constantFrom(2, 4), indentSeq: fc.boolean(), comments: fc.array(fc.nat(), { maxLength: 6 }), crlf: fc.boolean() });

function textOf(vm: unknown, { indent, indentSeq, comments, crlf }: typeof layout extends fc.Arbitrary<infer T> ? T : never): string {
  const lines = stringify(vm, { indent, indentSeq, lineWidth: 0 }).trimEnd().split('\n');
  // not inside of a text of several lines
  const last = lines.findIndex((line) => line.includes('|'));
  const limit = last === -1 ? lines.length : last;
  for (const at of comments) {
    const index = at % limit;
    lines[index] = at % 2 === 0 ? `${lines[index] ?? ''}  # remark ${at}` : `# before ${at}\n${lines[index] ?? ''}`;
  }
  return lines.flatMap((line) => line.split('\n')).map((line) => line + (crlf ? '\r\n' : '\n')).join('');
}

// lines whose value may change: empty objects and lists that are filled, and texts that are unset
const MAY_CHANGE = /(?:\{\}|\[\]|"")\s*(?:#.*)?\r?$/;

/** The lines that must still be there: all but those of the references, and those whose value may change. */
function keptLines(text: string): string[] {
  const kept: string[] = [];
  let removedAt: number | undefined;
  for (const line of text.split('\n')) {
    const column = line.search(/\S/);
    const isComment = line.trimStart().startsWith('#');
    // a comment behind what goes may be about it, or about what follows
    if (removedAt !== undefined && (column > removedAt || isComment)) continue;
    removedAt = undefined;
    if (/^ +(?:instancetype|preference|instancetypeRef):/.test(line)) removedAt = column;
    else if (!MAY_CHANGE.test(line)) kept.push(line);
  }
  return kept;
}

function isSubsequence(parts: readonly string[], whole: readonly string[]): string | undefined {
  let at = 0;
  for (const part of parts) {
    while (at < whole.length && whole[at] !== part) at++;
    if (at++ === whole.length) return part;
  }
  return undefined;
}

describe('the text of an expanded VM', () => {
  it('reads as what expand gives, and keeps the lines that do not change', async () => {
    await fc.assert(
      fc.asyncProperty(virtualMachine, layout, async (vm, how) => {
        const text = textOf(vm, how);
        const { stdout, code, stderr } = await cliOn({ 'vm.yaml': text }, ['expand', 'vm.yaml']);
        expect([code, stderr]).toEqual([0, '']);
        expect(parse(stdout, { uniqueKeys: true })).toEqual(expected(vm));
        expect(isSubsequence(keptLines(text), stdout.split('\n'))).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('is the same for every instance type and every preference of the catalog', async () => {
    const vms = [
      ...instancetypes().map(({ metadata }) => ({ instancetype: { name: metadata.name }, preference: { name: 'rhel.9' } })),
      ...preferences().map(({ metadata }) => ({ instancetype: { name: 'u1.2xlarge' }, preference: { name: metadata.name } })),
    ].map((references) => ({ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name: 'c' }, spec: { ...references, template: { spec: { domain: { devices: {} }, volumes: [{ name: 'root' }] } } } }));
    const { stdout, code } = await cliOn({ 'vms.yaml': vms.map((vm) => stringify(vm)).join('---\n') }, ['expand', 'vms.yaml']);
    expect(code).toBe(0);
    expect(stdout.split('---\n').map((text) => parse(text) as unknown)).toEqual(vms.map(expected));
  });

  it('says the same with comments, with each format and out of a List', async () => {
    await fc.assert(
      fc.asyncProperty(virtualMachine, async (vm) => {
        const wanted = expected(vm);
        const yaml = { 'vm.yaml': stringify(vm) };
        const json = { 'vm.json': JSON.stringify(vm) };
        const list = { 'list.yaml': stringify({ kind: 'List', items: [{ kind: 'Secret' }, vm, vm] }) };
        expect(parse((await cliOn(yaml, ['expand', '--explain', 'vm.yaml'])).stdout)).toEqual(wanted);
        expect(JSON.parse((await cliOn(yaml, ['expand', '-o', 'json', 'vm.yaml'])).stdout)).toEqual(wanted);
        expect(JSON.parse((await cliOn(json, ['expand', 'vm.json'])).stdout)).toEqual(wanted);
        expect(parse((await cliOn(json, ['expand', '--explain', 'vm.json'])).stdout)).toEqual(wanted);
        expect(parse((await cliOn(list, ['expand', 'list.yaml'])).stdout)).toEqual({ kind: 'List', items: [{ kind: 'Secret' }, wanted, wanted] });
      }),
      { numRuns: 60 },
    );
  });

  it('is what patching the file with --diff gives', async () => {
    await fc.assert(
      fc.asyncProperty(virtualMachine, layout, async (vm, how) => {
        const text = textOf(vm, { ...how, crlf: false });
        const { stdout: diff } = await cliOn({ 'vm.yaml': text }, ['expand', '--diff', 'vm.yaml']);
        const { stdout } = await cliOn({ 'vm.yaml': text }, ['expand', 'vm.yaml']);
        expect(patched(text, diff)).toBe(stdout);
      }),
      { numRuns: 60 },
    );
  });
});

/** Carries out a unified diff, strictly. */
function patched(text: string, diff: string): string {
  const before = text.split('\n');
  const after: string[] = [];
  let at = 0;
  for (const line of diff.split('\n').slice(2, -1)) {
    const hunk = /^@@ -(\d+)/.exec(line);
    if (hunk) {
      const start = Number(hunk[1]) - 1;
      after.push(...before.slice(at, start));
      at = start;
    } else if (line.startsWith('+')) {
      after.push(line.slice(1));
    } else {
      expect(before[at]).toBe(line.slice(1));
      if (line.startsWith(' ')) after.push(line.slice(1));
      at++;
    }
  }
  return [...after, ...before.slice(at)].join('\n');
}

/** The leaves of a value, by JSON pointer. */
function leaves(value: unknown, pointer: string = ''): [string, unknown][] {
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (members.length === 0) return [[pointer, value]];
  return members.flatMap(([key, member]) => leaves(member, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`));
}

const OTHERS = [
  'kind: ConfigMap\ndata:\n  a: &a |+\n    text\n\n  b: *a\n',
  '# only a comment\n',
  '',
  "{apiVersion: v1, 'kind': Secret, x: [1,  2,\n   3]}\n",
  '{"kind": "Pod",\t"n": 1.50}\n{"kind":"Pod"}\n',
  'a:   1   # remark\r\nb: "x"\r\n',
  'kind: VirtualMachineInstance\nspec: {}\n...\n',
  'kind: VirtualMachine\napiVersion: other.io/v1\nspec: {instancetype: {name: nowhere}}\n',
  '- just\n- a list\n',
  'plain text\n',
];

describe('what is no VM', () => {
  it('passes through byte for byte, wherever a VM stands', async () => {
    const vm = 'apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nspec:\n  preference: {name: linux}\n  template: {spec: {domain: {}}}\n';
    const expanded = (await cliOn({ 'vm.yaml': vm }, ['expand', 'vm.yaml'])).stdout;
    const separator = fc.constantFrom('---\n', '--- # next\n', '---   \r\n');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(separator, fc.constantFrom(...OTHERS, vm)), { minLength: 1, maxLength: 8 }), fc.boolean(), fc.boolean(), async (documents, isHeaded, isOpen) => {
        const join = (replace: (text: string) => string): string => {
          const text = documents.map(([line, document], index) => (index > 0 || isHeaded ? line : '') + replace(document)).join('');
          return isOpen ? text.replace(/\r?\n$/, '') : text;
        };
        const { stdout, code, stderr } = await cliOn({ 'all.yaml': join((text) => text) }, ['expand', 'all.yaml']);
        expect([code, stderr]).toEqual([0, '']);
        // nothing at all is printed for nothing
        if (stdout !== '') expect(stdout).toBe(join((text) => (text === vm ? expanded : text)));
      }),
      { numRuns: 200 },
    );
  });
});

describe('--explain', () => {
  it('names a source for every leaf field, and the right one', async () => {
    await fc.assert(
      fc.asyncProperty(virtualMachine, async (vm) => {
        const files = { 'vm.yaml': stringify(vm) };
        const { stdout } = await cliOn(files, ['expand', '--explain', '-o', 'json', 'vm.yaml']);
        const [explained] = JSON.parse(stdout) as [{ fields: { pointer: string; value: unknown; source: { origin: string; name?: string }; notTaken?: { value: unknown; rule: string }[] }[] }];
        const fields = new Map(explained.fields.map((field) => [field.pointer, field]));
        const outcome = expand(vm, catalogReader(), { trace: true });
        if (!outcome.ok) throw new Error('not expanded');
        const { writerOf } = provenanceOf(outcome.trace);
        for (const [pointer, value] of leaves(expected(vm))) {
          const field = fields.get(pointer);
          expect(field?.value).toEqual(value);
          const writer = writerOf(pointer);
          expect([pointer, field?.source.origin, field?.source.name]).toEqual([pointer, writer?.origin ?? 'vm', writer?.source.name]);
        }
        const kept = outcome.trace.filter(({ action }) => action === 'keep').map(({ path, value, rule }) => ({ path, value, rule }));
        expect(kept.filter(({ path, value, rule }) => !fields.get(path)?.notTaken?.some((each) => each.rule === rule && JSON.stringify(each.value) === JSON.stringify(value)))).toEqual([]);
        const table = (await cliOn(files, ['expand', '-o', 'table', 'vm.yaml'])).stdout.split('\n').slice(2, -1);
        expect(table).toHaveLength(explained.fields.length);
        for (const row of table) expect(row).toMatch(/ {3}(?:VM|KubeVirt default|instance type \S+|preference \S+)(?: {3}|$)/);
      }),
      { numRuns: 100 },
    );
  });
});
