import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validateMatcher, validateMatcherChange } from '../src/index.ts';

describe.each(['instancetype', 'preference'] as const)('the content of spec.%s (BEHAVIOUR 7.5)', (family) => {
  const X = `spec.${family}`;
  const P = `/spec/${family}`;
  const EMPTY = ['matcher-empty', 'FieldValueNotFound', X, P];
  const NAME = ['matcher-name-and-inference', 'FieldValueNotSupported', `${X}.name`, `${P}/name`];
  const KIND = ['matcher-kind-and-inference', 'FieldValueNotSupported', `${X}.kind`, `${P}/kind`];
  const POLICY = ['unknown-failure-policy', 'FieldValueInvalid', `${X}.inferFromVolumeFailurePolicy`, `${P}/inferFromVolumeFailurePolicy`];

  test.each<[object | null | undefined, unknown[]]>([
    [undefined, []],
    [null, []],
    [{ name: 'a' }, []],
    [{ name: 'a', kind: 'no such kind' }, []],
    [{ inferFromVolume: 'v' }, []],
    [{ inferFromVolume: 'v', revisionName: 'r' }, []],
    [{}, [EMPTY]],
    [{ name: '', inferFromVolume: '' }, [EMPTY]],
    [{ revisionName: 'r' }, [EMPTY]],
    [{ name: 'a', inferFromVolume: 'v' }, [NAME]],
    [{ kind: 'k', inferFromVolume: 'v' }, [KIND]],
    [{ name: 'a', kind: 'k', inferFromVolume: 'v' }, [NAME, KIND]],
    [{ name: 'a', inferFromVolumeFailurePolicy: 'Ignore' }, []],
    [{ name: 'a', inferFromVolumeFailurePolicy: 'Reject' }, []],
    [{ name: 'a', inferFromVolumeFailurePolicy: 'ignore' }, [POLICY]],
    [{ name: 'a', inferFromVolumeFailurePolicy: '' }, [POLICY]],
    [{ name: 'a', inferFromVolumeFailurePolicy: null }, []],
    [{ inferFromVolumeFailurePolicy: 'x' }, [EMPTY, POLICY]],
    [{ name: 'a', kind: 'k', inferFromVolume: 'v', inferFromVolumeFailurePolicy: '' }, [NAME, KIND, POLICY]],
  ])('%j', (matcher, expected) => {
    expect(validateMatcher(matcher, family).map(({ code, reason, field, pointer }) => [code, reason, field, pointer])).toEqual(expected);
  });

  test('what clashes can be removed, on either side', () => {
    const [finding] = validateMatcher({ name: 'a', inferFromVolume: 'v' }, family);
    expect(finding?.suggestions?.map(({ patch }) => patch)).toEqual([[{ op: 'remove', path: `${P}/name` }], [{ op: 'remove', path: `${P}/inferFromVolume` }]]);
  });

  test('a policy in another letter case comes with what was meant', () => {
    const [finding] = validateMatcher({ name: 'a', inferFromVolumeFailurePolicy: 'IGNORE' }, family);
    expect(finding?.suggestions?.[0]?.patch).toEqual([{ op: 'replace', path: `${P}/inferFromVolumeFailurePolicy`, value: 'Ignore' }]);
  });
});

describe('a change of a matcher (BEHAVIOUR 7.5)', () => {
  test.each<[object | null | undefined, object | null | undefined, boolean]>([
    [undefined, { name: 'a', revisionName: 'r' }, true],
    [{ name: 'a', revisionName: 'r' }, null, true],
    [{ name: 'a', revisionName: 'r' }, { name: 'b', revisionName: 'r' }, false],
    [{ name: 'a', revisionName: 'r' }, { revisionName: 'r' }, false],
    [{ name: 'a', revisionName: 'r' }, { name: 'b', revisionName: 's' }, true],
    [{ name: 'a', revisionName: 'r' }, { name: 'b' }, true],
    [{ name: 'a' }, { name: 'b', revisionName: 'r' }, true],
    [{ name: 'a' }, { name: 'b' }, true],
    [{ name: 'a', revisionName: '' }, { name: 'b', revisionName: '' }, true],
    [{ name: 'a', revisionName: 'r' }, { name: 'a', revisionName: 'r' }, true],
    [{ name: 'a', revisionName: 'r' }, { name: 'a', kind: 'k', revisionName: 'r', inferFromVolume: 'v' }, true],
    [{ name: '', revisionName: 'r' }, { revisionName: 'r' }, true],
  ])('%j to %j', (old, updated, valid) => {
    expect(validateMatcherChange(old, updated, 'preference') === undefined).toBe(valid);
    expect(validateMatcherChange(updated, old, 'preference') === undefined).toBe(valid);
  });

  test('is told with both names and the revision, and two ways out', () => {
    const finding = validateMatcherChange({ name: 'a', revisionName: 'r-1' }, { name: 'b', revisionName: 'r-1' }, 'instancetype');
    expect(finding).toMatchObject({ code: 'revision-kept-for-new-name', reason: 'FieldValueInvalid', field: 'spec.instancetype.revisionName', pointer: '/spec/instancetype/revisionName' });
    for (const part of ['"a"', '"b"', '"r-1"']) expect(finding?.message).toContain(part);
    expect(finding?.suggestions?.map(({ patch }) => patch[0])).toEqual([
      { op: 'remove', path: '/spec/instancetype/revisionName' },
      { op: 'add', path: '/spec/instancetype/name', value: 'a' },
    ]);
  });
});

test('whatever matchers look like, there is an answer', () => {
  const json = fc.jsonValue();
  const matchers = fc.oneof(json, fc.record({ name: json, kind: json, revisionName: json, inferFromVolume: json, inferFromVolumeFailurePolicy: json }, { requiredKeys: [] }));
  fc.assert(
    fc.property(matchers, matchers, (a, b) => {
      expect(Array.isArray(validateMatcher(a as object, 'instancetype'))).toBe(true);
      expect(typeof validateMatcherChange(a as object, b as object, 'preference')).toMatch(/undefined|object/);
    }),
    { numRuns: 1000 },
  );
});
