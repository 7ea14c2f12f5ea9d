import type { InstancetypeSpec, PreferenceSpec, TemplateLike, VirtualMachineLike } from '@instancetype/api';
import { patchOf } from '@instancetype/draft';
import { frozen } from '@instancetype-tools/test-values';
import fc from 'fast-check';
import rfc6902 from 'rfc6902';
import { expect, test } from 'vitest';
import { applyToVirtualMachineInstance, applyToVirtualMachine, type Resolved } from '../src/index.ts';
import { instancetypes, preferences, templates } from './arbitraries.ts';
import { instancetype, preference } from './applied.ts';

interface Case {
  readonly vm: VirtualMachineLike;
  readonly resolved: Resolved;
}

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { freq: 5, nil: undefined });

/** Everything in a case is frozen, so that a write to it is an exception. */
const cases: fc.Arbitrary<Case> = fc
  .tuple(templates, optional(instancetypes), optional(preferences))
  .map(([template, theirs, preferred]: [TemplateLike, InstancetypeSpec | undefined, PreferenceSpec | undefined]) =>
    frozen({
      vm: { metadata: { name: 'vm' }, spec: { template } },
      resolved: { ...(theirs && instancetype(theirs)), ...(preferred && preference(preferred)) },
    }),
  );

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

test('for any case: replaying the patch of the trace on the VM gives the result', () => {
  let applied = 0;
  fc.assert(
    fc.property(cases, ({ vm, resolved }) => {
      const outcome = applyToVirtualMachine(vm, resolved, { trace: true });
      if (!outcome.ok) return;
      applied++;
      const replayed = json(vm);
      const patch = json(patchOf(outcome.trace, vm, outcome.value));
      expect(rfc6902.applyPatch(replayed, patch as never).filter(Boolean)).toEqual([]);
      expect(replayed).toEqual(json(outcome.value));
    }),
    { numRuns: 500 },
  );
  expect(applied).toBeGreaterThan(50);
});

test('for any case: with a trace, without one and the next time the outcome is the same', () => {
  fc.assert(
    fc.property(cases, ({ vm, resolved }) => {
      const silent = applyToVirtualMachine(vm, resolved);
      const traced = applyToVirtualMachine(vm, resolved, { trace: true });
      expect(applyToVirtualMachine(vm, resolved)).toEqual(silent);
      expect(traced.ok ? { ...traced, trace: [] } : traced).toEqual(silent);
    }),
    { numRuns: 300 },
  );
});

test('for any case: a VM and the VMI made of it get the same values and the same conflicts', () => {
  fc.assert(
    fc.property(cases, ({ vm, resolved }) => {
      const ofVm = applyToVirtualMachine(vm, resolved, { base: 'spec' });
      const ofVmi = applyToVirtualMachineInstance({}, vm.spec?.template ?? {}, resolved);
      expect(ofVmi.ok).toBe(ofVm.ok);
      if (ofVm.ok && ofVmi.ok) expect(ofVmi.value).toEqual(ofVm.value.spec?.template);
      else if (!ofVm.ok && !ofVmi.ok) expect(ofVmi.causes.map((cause) => cause.field)).toEqual(ofVm.causes.map((cause) => cause.field));
    }),
    { numRuns: 300 },
  );
});

test('for any conflict: removing what it says removes it, and adds none that was not hidden behind it', () => {
  let met = 0;
  fc.assert(
    fc.property(cases, ({ vm, resolved }) => {
      const outcome = applyToVirtualMachine(vm, resolved);
      for (const cause of outcome.ok ? [] : outcome.causes) {
        if (cause.code !== 'instancetype-conflict') continue;
        met++;
        const mended = json(vm) as VirtualMachineLike;
        expect(rfc6902.applyPatch(mended, (cause.fix ?? cause.suggestions?.[0]?.patch) as never)).toEqual([null]);
        const after = applyToVirtualMachine(mended, resolved);
        const left = after.ok ? [] : after.causes.map((each) => each.pointer);
        expect(left).not.toContain(cause.pointer);
        if (!cause.pointer?.includes('memory')) {
          expect(left).toEqual((outcome.ok ? [] : outcome.causes).filter((each) => each !== cause).map((each) => each.pointer));
        }
      }
    }),
    { numRuns: 500 },
  );
  expect(met).toBeGreaterThan(100);
});

test('for any fix: the VM that it makes becomes what it already asked for', () => {
  fc.assert(
    fc.property(cases, ({ vm, resolved }) => {
      const outcome = applyToVirtualMachine(vm, resolved);
      if (outcome.ok || !outcome.causes.every((cause) => cause.fix)) return;
      const mended = json(vm) as VirtualMachineLike;
      for (const cause of outcome.causes) rfc6902.applyPatch(mended, cause.fix as never);
      const after = applyToVirtualMachine(mended, resolved);
      // behind a clash of memory another one may wait
      if (!after.ok) return;
      for (const { claims } of outcome.causes) {
        const own = claims?.[0];
        const path = (own?.field ?? '').replace('dedicatedCPUPlacement', 'dedicatedCpuPlacement').split('.');
        const value = path.reduce<unknown>((place, key) => (place as Record<string, unknown> | undefined)?.[key], after.value);
        // amounts may be spelt in other words
        if (!path.includes('memory')) expect(value).toEqual(own?.value);
      }
    }),
    { numRuns: 500 },
  );
});

test('for any case: what is not on the way to a written field is shared', () => {
  fc.assert(
    fc.property(cases, ({ vm, resolved }) => {
      const outcome = applyToVirtualMachine(vm, resolved, { trace: true });
      if (!outcome.ok) return;
      const written = outcome.trace.filter((entry) => entry.action !== 'keep').map((entry) => entry.path);
      const check = (before: unknown, after: unknown, pointer: string): void => {
        if (typeof before !== 'object' || before === null) return;
        if (!written.some((path) => path.startsWith(`${pointer}/`) || path === pointer || pointer.startsWith(`${path}/`))) {
          expect(after).toBe(before);
          return;
        }
        if (written.includes(pointer)) return;
        for (const [key, inner] of Object.entries(before)) check(inner, (after as Record<string, unknown>)[key], `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
      };
      check(vm, outcome.value, '');
    }),
    { numRuns: 300 },
  );
});
