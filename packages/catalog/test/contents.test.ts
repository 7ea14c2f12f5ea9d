import { describe, expect, test } from 'vitest';
import { instancetypes, preferences } from '../src/index.ts';
import { digest } from './digest.ts';
import { INSTANCETYPE_DIGESTS } from './instancetype-digests.ts';
import { PREFERENCE_DIGESTS } from './preference-digests.ts';

describe.each([
  { half: 'instancetypes', objects: instancetypes(), digests: INSTANCETYPE_DIGESTS, count: 65 },
  { half: 'preferences', objects: preferences(), digests: PREFERENCE_DIGESTS, count: 54 },
])('$half', ({ objects, digests, count }) => {
  test('hold the objects of the release, each once', () => {
    expect(objects.map((object) => object.metadata.name).sort()).toEqual(Object.keys(digests).sort());
    expect(objects).toHaveLength(count);
  });

  test.each(objects.map((object) => [object.metadata.name, object] as const))('%s is as released', (name, object) => {
    expect(digest(object)).toBe(digests[name]);
  });

  test('say in words what they are', () => {
    for (const { metadata } of objects) {
      const texts = Object.values(metadata.annotations);
      expect(texts.length, metadata.name).toBeGreaterThan(1);
      expect(texts.every((text) => text.trim() === text && text !== ''), metadata.name).toBe(true);
    }
  });
});

test('every preference has a display name of its own', () => {
  const names = preferences().map(({ metadata }) => metadata.annotations['openshift.io/display-name']);
  expect(new Set(names).size).toBe(preferences().length);
});
