import fc from 'fast-check';
import rfc6902 from 'rfc6902';
import { describe, expect, test } from 'vitest';
import { type Draft, openDraft, patchOf, provenanceOf, type Rule } from '../src/index.ts';

const RULE: Rule = { name: 'some-rule', field: 'spec.some' };

interface Cpu {
  cores?: number;
  model?: string | null;
}
interface Machine {
  cpu?: Cpu | null;
  disks?: readonly { name?: string; bus?: string }[];
  labels?: Record<string, string>;
}

describe('reading and writing', () => {
  test('an object on which nothing is written is the result itself', () => {
    const input: Machine = { cpu: { cores: 1 } };
    const draft = openDraft(input);
    draft.at('cpu').get('cores');
    expect(draft.value).toBe(input);
  });

  test('what is not on the way to a written field is shared with the input', () => {
    const input: Machine = { cpu: { cores: 1 }, disks: [{ name: 'a' }, { name: 'b' }] };
    const draft = openDraft(input);
    draft.list('disks').at(1).set('bus', 'virtio', RULE);
    expect(draft.value).toEqual({ cpu: { cores: 1 }, disks: [{ name: 'a' }, { name: 'b', bus: 'virtio' }] });
    expect(draft.value?.cpu).toBe(input.cpu);
    expect(draft.value?.disks?.[0]).toBe(input.disks?.[0]);
    expect(input.disks?.[1]).toEqual({ name: 'b' });
  });

  test('null reads as unset and can be written over', () => {
    const draft = openDraft<Machine>({ cpu: null });
    expect(draft.get('cpu')).toBeUndefined();
    draft.at('cpu').set('cores', 2, RULE);
    expect(draft.value).toEqual({ cpu: { cores: 2 } });
  });

  test('a value that was shared in is copied before it is written on', () => {
    const shared: Cpu = { cores: 1 };
    const draft = openDraft<Machine>({});
    draft.set('cpu', shared, RULE);
    draft.at('cpu').set('cores', 2, RULE);
    expect(draft.value).toEqual({ cpu: { cores: 2 } });
    expect(shared).toEqual({ cores: 1 });
  });

  test('a place taken earlier sees what is written around it later', () => {
    const draft = openDraft<Machine>({ cpu: { cores: 1 } });
    const cpu = draft.at('cpu');
    draft.set('cpu', { model: 'x' }, RULE);
    expect(cpu.get('model')).toBe('x');
    cpu.set('cores', 3, RULE);
    expect(draft.value).toEqual({ cpu: { model: 'x', cores: 3 } });
    draft.remove('cpu', RULE);
    expect(cpu.value).toBeUndefined();
  });

  test('what is no object or list reads as unset and is reported', () => {
    const draft = openDraft<Machine>(JSON.parse('{"cpu":"fast","disks":{"a":1},"labels":[]}'));
    expect([draft.at('cpu').value, draft.list('disks').value, draft.at('labels').value]).toEqual([undefined, undefined, undefined]);
    expect(draft.misfits).toEqual([
      { pointer: '/cpu', expected: 'an object', actual: 'fast' },
      { pointer: '/disks', expected: 'a list', actual: { a: 1 } },
      { pointer: '/labels', expected: 'an object', actual: [] },
    ]);
  });

  test('hostile names are members like any other', () => {
    const input: Machine = JSON.parse('{"labels":{"__proto__":"a"}}');
    const draft = openDraft(input);
    draft.at('labels').set('constructor', 'b', RULE);
    draft.at('labels').set('__proto__', 'c', RULE);
    expect(JSON.stringify(draft.value)).toBe('{"labels":{"__proto__":"c","constructor":"b"}}');
    expect(JSON.stringify(input)).toBe('{"labels":{"__proto__":"a"}}');
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });
});

describe('the trace', () => {
  test('names the author, the rule and the field that asks for a write', () => {
    const draft = openDraft<Machine>({ disks: [{ name: 'a', bus: 'sata' }] }, { trace: true });
    draft.by({ origin: 'preference', kind: 'VirtualMachinePreference', name: 'p' });
    draft.list('disks').at(0).keep('bus', 'virtio', RULE);
    draft.append('disks', { name: 'b' }, RULE);
    const source = { kind: 'VirtualMachinePreference', name: 'p', field: 'spec.some' };
    expect(draft.trace).toEqual([
      { action: 'keep', path: '/disks/0/bus', value: 'virtio', origin: 'preference', source, rule: 'some-rule' },
      { action: 'set', path: '/disks/1', value: { name: 'b' }, origin: 'preference', source, rule: 'some-rule' },
    ]);
  });

  test('is empty where none was asked for', () => {
    const draft = openDraft<Machine>({});
    draft.set('cpu', {}, RULE);
    expect(draft.trace).toEqual([]);
    expect(draft.traced).toBe(false);
  });

  test('tells the last writer of every field, and what was preferred in vain', () => {
    const draft = openDraft<Machine>({ labels: { mine: 'x' } }, { trace: true });
    draft.by({ origin: 'instancetype', name: 'first' });
    draft.at('cpu').set('cores', 1, RULE);
    draft.by({ origin: 'preference', name: 'second' });
    draft.set('cpu', { cores: 4 }, RULE);
    draft.at('labels').keep('mine', 'y', RULE);
    const provenance = provenanceOf(draft.trace);
    expect(provenance.writerOf('/cpu/cores')?.source.name).toBe('second');
    expect(provenance.writerOf('/labels/mine')).toBeUndefined();
    expect(provenance.keptAt('/labels/mine').map((entry) => entry.value)).toEqual(['y']);
  });
});

describe('the patch', () => {
  test('has one operation for a whole new object, and none for what stayed the same', () => {
    const before: Machine = { labels: { a: '1' }, disks: [{ name: 'a' }] };
    const draft = openDraft(before, { trace: true });
    draft.ensure('cpu', RULE).set('cores', 2, RULE);
    draft.at('labels').set('a', '1', RULE);
    draft.list('disks').at(0).set('bus', 'virtio', RULE);
    expect(patchOf(draft.trace, before, draft.value)).toEqual([
      { op: 'add', path: '/cpu', value: { cores: 2 } },
      { op: 'add', path: '/disks/0/bus', value: 'virtio' },
    ]);
  });

  test('replaces an object that was overwritten by an emptier one', () => {
    const before: Machine = { cpu: { cores: 2, model: 'x' } };
    const draft = openDraft(before, { trace: true });
    draft.set('cpu', {}, RULE);
    expect(patchOf(draft.trace, before, draft.value)).toEqual([{ op: 'replace', path: '/cpu', value: {} }]);
  });
});

/** A random thing that a rule may do, at a random place. */
type Step = { readonly path: readonly string[]; readonly key: string; readonly action: 'set' | 'ensure' | 'append' | 'remove'; readonly value: unknown };

// without `__proto__` and `constructor`, which the oracle does not follow; hostile names have a test of their own above
const name = fc.constantFrom('a', 'b', 'c', 'd/e', 'f~g', '', '0');
const json = fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes('"__proto__"'));
const tree = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, fc.integer({ min: 0, max: 3 }), fc.constant(null), fc.dictionary(name, tie('node')), fc.array(tie('node'), { maxLength: 3 })),
})).node;
const step: fc.Arbitrary<Step> = fc.record({
  path: fc.array(name, { maxLength: 3 }),
  key: name,
  action: fc.constantFrom('set', 'ensure', 'append', 'remove'),
  value: json,
});

function perform(root: Draft, { path, key, action, value }: Step): void {
  let place = root as unknown as Draft<Record<string, unknown>>;
  for (const member of path) {
    // lists are entered by index only, and a place is a container
    const list = Array.isArray(place.value);
    if (list && !(/^\d+$/.test(member) && Number(member) < (place.value as unknown as unknown[]).length)) return;
    const inner = (place.value as Record<string, unknown> | undefined)?.[member];
    // rules enter containers or what is unset; anything else is a misfit, tested above
    if (inner !== undefined && inner !== null && typeof inner !== 'object') return;
    place = (Array.isArray(inner) ? place.list(list ? (Number(member) as never) : member) : place.at(list ? (Number(member) as never) : member)) as unknown as Draft<Record<string, unknown>>;
  }
  if (Array.isArray(place.value)) return;
  if (action === 'set') place.set(key, value, RULE);
  else if (action === 'remove') place.remove(key, RULE);
  else if (action === 'ensure') place.ensure(key, RULE);
  else if (place.value === undefined || !Object.hasOwn(place.value, key) || Array.isArray(place.value[key])) place.append(key, value as never, RULE);
}

describe('for any object and any writes', () => {
  test('the input is never changed, and replaying the patch of the trace on it gives the result', () => {
    fc.assert(
      fc.property(fc.dictionary(name, tree), fc.array(step, { maxLength: 12 }), (input, steps) => {
        const before = JSON.stringify(input);
        const draft = openDraft<object>(input, { trace: true });
        const silent = openDraft<object>(input);
        for (const one of steps) {
          perform(draft, one);
          perform(silent, one);
        }
        expect(JSON.stringify(input)).toBe(before);
        const result = JSON.parse(JSON.stringify(draft.value));
        expect(JSON.parse(JSON.stringify(silent.value))).toEqual(result);
        const patch = JSON.parse(JSON.stringify(patchOf(draft.trace, input, draft.value)));
        const replayed = JSON.parse(before);
        expect(rfc6902.applyPatch(replayed, patch).filter(Boolean)).toEqual([]);
        expect(replayed).toEqual(result);
        // minimal: no operation inside another one, none twice
        const paths = patch.map((operation: { path: string }) => operation.path);
        for (const path of paths) expect(paths.filter((other: string) => `${path}/`.startsWith(`${other}/`))).toEqual([path]);
      }),
      { numRuns: 500 },
    );
  });
});
