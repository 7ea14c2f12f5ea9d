import type { Diagnostic } from '@instancetype/conflict';
import type { Traced } from '@instancetype/draft';
import { describe, expect, test } from 'vitest';
import { check } from '../src/check.ts';
import { generate } from '../src/generate.ts';
import { seedOf } from '@instancetype-tools/random';
import { run } from '../src/run.ts';
import { type Subject, subject } from '../src/subject.ts';

/** The problem that is found where a part of the packages is broken. */
function problemOf(broken: Partial<Record<keyof Subject, unknown>>): string | undefined {
  return run(3, 0, 400, { ...subject, ...broken } as Subject)?.problem;
}

/** The same function with another outcome where it succeeds. */
function changing(name: 'expand' | 'admit' | 'applyToVirtualMachine' | 'applyToVirtualMachineInstance', change: (outcome: Traced<any>, parameters: any[]) => object): unknown {
  return (...parameters: any[]) => {
    const outcome = (subject[name] as (...all: any[]) => any)(...parameters);
    return outcome.ok ? change(outcome, parameters) : outcome;
  };
}

const saying = (more: Partial<Diagnostic>): unknown => () => [{ code: 'some-code', severity: 'error', message: 'Something is wrong here.', ...more }];

test('nothing is found in what is whole', () => {
  expect(problemOf({})).toBeUndefined();
});

describe('found is', () => {
  test('an exception', () => {
    const broken = (): never => {
      throw new TypeError('cannot read this');
    };
    expect(problemOf({ expand: broken })).toContain('expand with a trace: TypeError: cannot read this');
    expect(problemOf({ validatePreference: broken })).toContain('validatePreference: TypeError');
    expect(problemOf({ parseQuantity: broken })).toContain('parseQuantity: TypeError');
  });

  test('a change of the input', () => {
    const broken = changing('expand', (outcome, [vm]) => {
      (vm as { kind: string }).kind = 'changed';
      return outcome;
    });
    expect(problemOf({ expand: broken })).toContain('Cannot assign to read only property');
  });

  test('a trace that forgets a write', () => {
    const broken = changing('admit', (outcome) => ({ ...outcome, trace: outcome.trace.filter((entry) => !entry.path.endsWith('/machine/type')) }));
    expect(problemOf({ admit: broken })).toContain("admit: replaying the trace's patch gives something else at");
  });

  test('a trace that writes what is not there', () => {
    const broken = changing('applyToVirtualMachineInstance', (outcome) => ({ ...outcome, value: { ...outcome.value, spec: { ...outcome.value.spec, more: 1 } } }));
    expect(problemOf({ applyToVirtualMachineInstance: broken })).toContain('applyToVirtualMachineInstance: replaying');
  });

  test('a result that depends on the trace', () => {
    const broken = changing('expand', (outcome, [, , options]) => (options.trace ? outcome : { ...outcome, value: { ...outcome.value, kind: 'other' } }));
    expect(problemOf({ expand: broken })).toContain('expand: a trace changes the result at /kind');
  });

  test('a trace that nobody asked for', () => {
    const broken = changing('expand', (outcome, [vm, reader, options]) => ({ ...outcome, trace: (subject.expand(vm, reader, { ...options, trace: true }) as Traced<unknown>).trace }));
    expect(problemOf({ expand: broken })).toContain('nobody asked for');
  });

  test('an expanded VM that is expanded again', () => {
    const broken = changing('expand', (outcome, [vm]) => ({ ...outcome, value: outcome.value === vm ? { ...vm } : outcome.value }));
    expect(problemOf({ expand: broken })).toContain('expanding an expanded VM changes it');
  });

  test('a conflict that is still there after its removal', () => {
    const broken = (...parameters: Parameters<Subject['applyToVirtualMachine']>): unknown => {
      const outcome = subject.applyToVirtualMachine(...parameters);
      const elsewhere = [{ op: 'add', path: '/elsewhere', value: 1 }];
      return outcome.ok ? outcome : { ok: false, causes: outcome.causes.map((cause) => ({ ...cause, fix: elsewhere })) };
    };
    expect(problemOf({ applyToVirtualMachine: broken })).toContain('is still there after its removal');
  });

  test('a valid manifest that is refused', () => {
    expect(problemOf({ validateVirtualMachine: () => ({ ok: false, causes: [{ code: 'some-code', severity: 'error', message: 'Not this one.' }] }) })).toContain('a valid VM is refused');
  });

  test.each<[string, Partial<Diagnostic>, string]>([
    ['control characters', { message: 'text of a user \u001b[2J' }, 'that a terminal obeys'],
    ['a message without bounds', { message: 'x'.repeat(3_000) }, 'a message of 3000 characters'],
    ['no code', { code: 'Some Code' }, 'is no code'],
    ['no pointer', { pointer: 'spec' }, 'points to "spec"'],
  ])('a finding with %s', (_what, more, problem) => {
    expect(problemOf({ validateMatcher: saying(more) })).toContain(problem);
  });

  test('what takes too long', () => {
    const slow = (...parameters: Parameters<Subject['validatePreference']>): unknown => {
      for (const end = performance.now() + 110; performance.now() < end; );
      return subject.validatePreference(...parameters);
    };
    expect(check(generate(seedOf(3, 0)), { ...subject, validatePreference: slow as Subject['validatePreference'] })).toMatch(/^validatePreference took \d{3} ms$/);
  });
});
