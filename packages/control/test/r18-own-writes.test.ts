import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openOwnWrites } from '../src/index.ts';
import { VirtualClock } from './support/virtual-clock.ts';

test('R18: a key that was written waits until the cache has seen the write (row 53)', () => {
  const writes = openOwnWrites({ reached: () => undefined, clock: new VirtualClock() });
  expect(writes.ready('a')).toBe('yes');
  writes.expect('a', '100');
  expect(writes.ready('a')).toBe('wait');
  expect(writes.ready('b')).toBe('yes');
  writes.seen('a', '99');
  writes.seen('b', '200');
  expect(writes.ready('a')).toBe('wait');
  writes.seen('a', '100');
  expect(writes.ready('a')).toBe('yes');
  expect(writes.size).toBe(0);
});

test('R18: the version that the cache has reached is enough, whatever object brought it there', () => {
  let reached: string | undefined;
  const writes = openOwnWrites({ reached: () => reached, clock: new VirtualClock() });
  writes.expect('a', '100');
  expect(writes.ready('a')).toBe('wait');
  reached = '99';
  expect(writes.ready('a')).toBe('wait');
  reached = '1000';
  expect(writes.ready('a')).toBe('yes');
  expect(writes.size).toBe(0);
});

test('R18: versions are compared as integers of any length; of others only the same is enough', () => {
  const versions = fc.bigInt({ min: 1n, max: 10n ** 30n });
  fc.assert(
    fc.property(versions, versions, (written, seen) => {
      const writes = openOwnWrites({ reached: () => undefined });
      writes.expect('a', String(written));
      writes.seen('a', String(seen));
      expect(writes.ready('a')).toBe(seen >= written ? 'yes' : 'wait');
    }),
  );
  const writes = openOwnWrites({ reached: () => undefined });
  writes.expect('a', 'v2');
  writes.seen('a', 'v3');
  writes.seen('a', '100');
  expect(writes.ready('a')).toBe('wait');
  writes.seen('a', 'v2');
  expect(writes.ready('a')).toBe('yes');
});

test('R18: after 30 s the cluster has to be asked, and what it says is waited for again', async () => {
  const clock = new VirtualClock();
  const writes = openOwnWrites({ reached: () => undefined, clock });
  writes.expect('a', '100');
  expect(writes.leftMs('a')).toBe(30_000);
  await clock.advance(29_999);
  expect(writes.ready('a')).toBe('wait');
  await clock.advance(1);
  expect(writes.ready('a')).toBe('read-live');
  expect(writes.leftMs('a')).toBe(0);
  // the cluster was restored from a backup: versions began anew
  writes.readLive('a', '40');
  expect(writes.ready('a')).toBe('wait');
  writes.seen('a', '41');
  expect(writes.ready('a')).toBe('yes');
});

test('R18: a write of which no answer came is looked up in the cluster, and no older write excuses that', () => {
  const writes = openOwnWrites({ clock: new VirtualClock(), reached: () => '999' });
  writes.expect('a', undefined);
  expect(writes.ready('a')).toBe('read-live');
  writes.seen('a', '100');
  writes.seen('a', undefined);
  writes.expect('a', '100');
  expect(writes.ready('a')).toBe('read-live');
  writes.readLive('a', '200');
  expect([writes.size, writes.ready('a')]).toEqual([0, 'yes']);
});

test('R18: of several writes the last one is waited for, from its own time on', async () => {
  const clock = new VirtualClock();
  const writes = openOwnWrites({ reached: () => undefined, clock });
  writes.expect('a', '100');
  await clock.advance(20_000);
  writes.expect('a', '120');
  writes.expect('a', '110');
  await clock.advance(20_000);
  expect(writes.leftMs('a')).toBe(10_000);
  writes.seen('a', '110');
  expect(writes.ready('a')).toBe('wait');
  await clock.advance(10_000);
  expect(writes.ready('a')).toBe('read-live');
});

test('R18: an object that is gone is not waited for', () => {
  const writes = openOwnWrites({ reached: () => undefined, clock: new VirtualClock() });
  writes.expect('deleted', '100');
  writes.forget('deleted');
  expect(writes.ready('deleted')).toBe('yes');
  writes.expect('not found', undefined);
  writes.readLive('not found', undefined);
  expect(writes.ready('not found')).toBe('yes');
});

test('R18: what is remembered is bounded, and nothing that was dropped is worked on from an old cache', async () => {
  const clock = new VirtualClock();
  let reached = '1';
  const writes = openOwnWrites({ clock, most: 10, reached: () => reached });
  for (let key = 0; key < 25; key += 1) writes.expect(`key-${key}`, String(100 + key));
  expect(writes.size).toBe(10);
  expect(writes.ready('key-3')).toBe('read-live');
  expect(writes.ready('key-20')).toBe('wait');
  await clock.advance(60_000);
  expect(writes.ready('key-3')).toBe('read-live');
  reached = '113';
  expect(writes.ready('key-3')).toBe('read-live');
  reached = '114';
  expect(writes.ready('key-3')).toBe('yes');
  // the cluster was restored from a backup: what came once is not waited for again
  reached = '40';
  expect(writes.ready('key-3')).toBe('yes');
  // what the cache has reached makes room first
  reached = '200';
  for (let key = 0; key < 10; key += 1) writes.expect(`new-${key}`, String(201 + key));
  expect(writes.ready('key-3')).toBe('yes');
  expect(() => openOwnWrites({ reached: () => undefined, most: 0 })).toThrow(/most/);
  expect(() => openOwnWrites({ reached: () => undefined, withinMs: 0 })).toThrow(/withinMs/);
  const many = openOwnWrites({ reached: () => undefined });
  for (let key = 0; key <= 100_000; key += 1) many.expect(`key-${key}`, '1');
  expect(many.size).toBe(100_000);
});

test('R18: where there is no room for writes without an answer, everything is looked up until they must have come', async () => {
  const clock = new VirtualClock();
  const writes = openOwnWrites({ clock, most: 1, reached: () => '1' });
  writes.expect('a', undefined);
  writes.expect('b', undefined);
  expect(writes.size).toBe(1);
  await clock.advance(29_999);
  expect(writes.ready('a')).toBe('read-live');
  await clock.advance(1);
  expect(writes.ready('a')).toBe('yes');
  expect(writes.ready('b')).toBe('read-live');
});

test('R18: a key is never ready before the cache has what was written of it, in whatever order writes and events come', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd');
  const event = fc.oneof(fc.record({ write: key }), fc.record({ lost: key }), fc.record({ catchUp: fc.nat({ max: 5 }) }), fc.record({ pass: fc.nat({ max: 20_000 }) }), fc.record({ ask: key }));
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), fc.boolean(), fc.integer({ min: 1, max: 5 }), (events, isTold, most) => {
      const clock = new VirtualClock();
      // a write without an answer may be dropped after its time where there is no room
      const isExact = most >= 4 || !events.some((each) => 'lost' in each);
      const log: string[] = [];
      let cached = 0;
      const writes = openOwnWrites({ clock, most, reached: () => (cached === 0 ? undefined : String(cached)) });
      for (const each of events) {
        if ('write' in each) writes.expect(each.write, String(log.push(each.write)));
        if ('lost' in each) {
          log.push(each.lost);
          writes.expect(each.lost, undefined);
        }
        if ('pass' in each) clock.block(each.pass);
        if ('catchUp' in each) {
          const until = Math.min(log.length, cached + each.catchUp);
          while (cached < until) {
            cached += 1;
            if (isTold) writes.seen(log[cached - 1] as string, String(cached));
          }
        }
        if ('ask' in each) {
          const isCurrent = log.lastIndexOf(each.ask) + 1 <= cached;
          if (writes.ready(each.ask) === 'yes' && isExact) expect(isCurrent).toBe(true);
          if (writes.ready(each.ask) === 'wait') expect(isCurrent).toBe(false);
          if (writes.ready(each.ask) === 'read-live') writes.readLive(each.ask, log.includes(each.ask) ? String(log.lastIndexOf(each.ask) + 1) : undefined);
        }
        expect(writes.size).toBeLessThanOrEqual(most);
      }
    }),
    { numRuns: 1000 },
  );
});
