import type { TemplateLike } from '@instancetype/api';
import { openDraft, patchOf } from '@instancetype/draft';
import { frozen } from '@instancetype-tools/test-values';
import fc from 'fast-check';
import rfc6902 from 'rfc6902';
import { expect, test } from 'vitest';
import { applyPreferenceTo, preferDisk, preferInterface } from '../src/index.ts';
import { preferences, templates } from './arbitraries.ts';
import { apply } from './applied.ts';

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

test('for any template and preference: replaying the patch of the trace on the template gives the result', () => {
  fc.assert(
    fc.property(templates, preferences, (template, preference) => {
      const { value, trace, misfits } = apply(template, preference);
      expect(misfits).toEqual([]);
      const replayed = json(template);
      expect(rfc6902.applyPatch(replayed, json(patchOf(trace, template, value)) as never).filter(Boolean)).toEqual([]);
      expect(replayed).toEqual(json(value));
    }),
    { numRuns: 300 },
  );
});

test('for any template and preference: without a trace the result is the same, and so it is the next time', () => {
  fc.assert(
    fc.property(templates, preferences, (template, preference) => {
      const { value } = apply(template, preference);
      const silent = openDraft<TemplateLike>(template);
      applyPreferenceTo(silent, preference);
      expect(silent.trace).toEqual([]);
      expect(silent.value).toEqual(value);
      expect(apply(template, preference).value).toEqual(value);
    }),
    { numRuns: 200 },
  );
});

/** JSON pointers and values of all that is set and is neither an object nor a list. */
function leaves(value: unknown, pointer = ''): [string, unknown][] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') return [[pointer, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${pointer}/${key}`));
}

test('for any template and preference: a VM keeps its own values but for empty text, acpi and disableHotplug', () => {
  fc.assert(
    fc.property(templates, preferences, (template, preference) => {
      const result = new Map(leaves(apply(template, preference).value));
      const own = leaves(template).filter(([pointer, value]) => value !== '' && !/acpi|disableHotplug/.test(pointer));
      for (const [pointer, value] of own) expect([pointer, result.get(pointer)]).toEqual([pointer, value]);
    }),
    { numRuns: 300 },
  );
});

test('for any template and preference: applying the preference again changes nothing, but for two quirks', () => {
  fc.assert(
    fc.property(templates, preferences, (template, { cpu: _appendedTwice, firmware, ...others }) => {
      // with preferredEfi in force the older secure boot is left out, until there is an EFI (20 Q14)
      const { preferredUseSecureBoot, ...rest } = firmware ?? {};
      const preference = { ...others, firmware: firmware && (rest.preferredEfi ? rest : { ...rest, preferredUseSecureBoot }) };
      const once = apply(template, preference).value ?? {};
      expect(apply(frozen(once), preference).value).toEqual(once);
    }),
    { numRuns: 200 },
  );
});

test('for any disk and interface: on its own it becomes what it becomes in a VM', () => {
  fc.assert(
    fc.property(templates, preferences, (template, preference) => {
      const inVm = apply(template, preference).value?.spec?.domain?.devices;
      const devices = template.spec?.domain?.devices;
      devices?.disks?.forEach((disk, index) => expect(preferDisk(disk, preference)).toEqual(inVm?.disks?.[index]));
      devices?.interfaces?.forEach((each, index) => expect(preferInterface(each, preference, template.spec?.networks)).toEqual(inVm?.interfaces?.[index]));
    }),
    { numRuns: 200 },
  );
});
