import type { VmiSpecLike } from '@instancetype/api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkLiveUpdate, memoryHotplugObstacle } from '../src/index.ts';

const spec = (memory: object, more: object = {}): VmiSpecLike => ({ architecture: 'amd64', domain: { memory, ...more } });

test('memory can be added to an amd64 VM of whole blocks', () => {
  expect(memoryHotplugObstacle(spec({ guest: '2Gi' }), '8Gi')).toBeUndefined();
  expect(memoryHotplugObstacle(spec({ guest: '1Gi' }), '1Gi')).toBeUndefined();
  expect(memoryHotplugObstacle(spec({ guest: '2Gi', hugepages: { pageSize: '1Gi' } }), '8Gi')).toBeUndefined();
});

test.each<[string, VmiSpecLike, string | undefined, RegExp]>([
  ['a realtime VM, before everything else', spec({}, { cpu: { realtime: {}, numa: { guestMappingPassthrough: {} } } }), undefined, /realtime/],
  ['a NUMA topology that is passed through', spec({}, { cpu: { numa: { guestMappingPassthrough: {} } }, launchSecurity: {} }), undefined, /NUMA/],
  ['a secured launch', spec({}, { launchSecurity: { sev: {} } }), undefined, /launch/],
  ['no guest memory', spec({}), '8Gi', /guest is nothing/],
  ['no maximum', spec({ guest: '2Gi' }), undefined, /maxGuest is nothing/],
  ['more than the maximum', spec({ guest: '16Gi' }), '8Gi', /more than maxGuest/],
  ['no whole block', spec({ guest: '2049Mi' }), '8Gi', /guest is no multiple of 2Mi/],
  ['a maximum of no whole block', spec({ guest: '2Gi' }), '8193Mi', /maxGuest is no multiple of 2Mi/],
  ['no whole huge page', spec({ guest: '2Gi', hugepages: { pageSize: '1Gi' } }), '2562Mi', /maxGuest is no multiple of 1Gi/],
  ['another architecture', { ...spec({ guest: '2Gi' }), architecture: 'arm64' }, '8Gi', /arm64/],
  ['less than 1Gi', spec({ guest: '512Mi' }), '8Gi', /less than 1Gi/],
])('what is in the way: %s', (_what, own, maxGuest, message) => {
  expect(memoryHotplugObstacle(own, maxGuest)).toMatch(message);
});

test('a template is checked only for what it asks', () => {
  expect(checkLiveUpdate(undefined)).toEqual([]);
  expect(checkLiveUpdate(spec({ guest: '3Mi' }))).toEqual([]);
  expect(checkLiveUpdate(spec({ guest: '3Mi', maxGuest: '8Gi' }, { cpu: { sockets: 4, maxSockets: 2 } })).map(({ code, pointer }) => [code, pointer])).toEqual([
    ['sockets-above-maximum', '/spec/template/spec/domain/cpu/sockets'],
    ['memory-not-hotpluggable', '/spec/template/spec/domain/memory/guest'],
  ]);
});

test('whatever stands in a template: no exception', () => {
  const hostile = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(undefined, '-1Gi', '1e999'));
  const domain = fc.oneof(hostile, fc.record({ cpu: hostile, memory: fc.oneof(hostile, fc.record({ guest: hostile, maxGuest: hostile, hugepages: hostile })), launchSecurity: hostile }));
  fc.assert(
    fc.property(fc.record({ architecture: hostile, domain }), hostile, (own, maxGuest) => {
      checkLiveUpdate(own as VmiSpecLike);
      memoryHotplugObstacle(own as VmiSpecLike, maxGuest as string);
    }),
  );
});

test('a topology of anything but numbers is no reason to fail', () => {
  const odd = JSON.parse('{"toString":null,"valueOf":null}') as number;
  for (const cpu of [{ sockets: 4, maxSockets: odd }, { sockets: odd, maxSockets: 2 }, { sockets: '4' as never, maxSockets: 2 }]) expect(checkLiveUpdate(spec({}, { cpu }))).toEqual([]);
  expect(checkLiveUpdate(spec({}, { cpu: { sockets: 4, maxSockets: 2 } })).map(({ code }) => code)).toEqual(['sockets-above-maximum']);
});
