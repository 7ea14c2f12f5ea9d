import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Change, withChange } from '../src/change.ts';
import { Deliveries } from '../src/deliveries.ts';
import { settle, VirtualClock } from './support/virtual-clock.ts';

type Told = Change<string>;

const change = (type: Told['type'], object: string): Told => ({ type, namespace: 'ns', name: 'a', object });

/** What somebody believes who is told this. */
function believed(changes: readonly Told[]): string | undefined {
  return changes.reduce<string | undefined>((_, { type, object }) => (type === 'removed' ? undefined : object), undefined);
}

describe('R12 what a handler has not taken', () => {
  test('a change waits for the one before it, though that takes long', async () => {
    const clock = new VirtualClock();
    const [begun, ended]: [string[], string[]] = [[], []];
    const deliveries = new Deliveries<string>(
      async ({ object }) => {
        begun.push(object);
        await new Promise<void>((resolve) => void clock.after(1000, resolve));
        ended.push(object);
      },
      clock,
      () => 0,
      () => undefined,
    );
    for (const object of ['1', '2', '3']) deliveries.deliver(change('updated', object));
    await clock.advance(0);
    expect([begun, deliveries.waiting]).toEqual([['1'], 1]);
    await clock.advance(3000);
    expect([begun, ended, deliveries.waiting]).toEqual([['1', '3'], ['1', '3'], 0]);
  });

  test('a rejection after newer changes does not bring back what was', async () => {
    const clock = new VirtualClock();
    const took: Told[] = [];
    let rejections = 1;
    const deliveries = new Deliveries<string>(
      async (told) => {
        await settle();
        if (rejections-- > 0) throw new Error('not now');
        took.push(told);
      },
      clock,
      () => 0,
      () => undefined,
    );
    deliveries.deliver(change('added', '1'));
    deliveries.deliver(change('removed', '1'));
    await clock.advance(5000);
    expect(took.map(({ type }) => type)).toEqual(['removed']);
    expect([deliveries.waiting, clock.timers]).toEqual([0, 0]);
  });

  test('something like a promise counts as one', async () => {
    const clock = new VirtualClock();
    const errors: unknown[] = [];
    const thenable = { then: (_: unknown, reject: (error: unknown) => void) => reject('no') };
    const deliveries = new Deliveries<string>(() => thenable as unknown as Promise<void>, clock, () => 0, (error) => errors.push(error));
    deliveries.deliver(change('added', '1'));
    await clock.advance(0);
    expect([errors, deliveries.waiting]).toEqual([['no'], 1]);
    deliveries.stop();
    expect([deliveries.waiting, clock.timers]).toEqual([0, 0]);
  });

  test('stopped while a handler is busy, nothing follows', async () => {
    const clock = new VirtualClock();
    let calls = 0;
    const deliveries = new Deliveries<string>(
      async () => {
        calls += 1;
        await settle();
        throw new Error('not now');
      },
      clock,
      () => 0,
      () => undefined,
    );
    deliveries.deliver(change('added', '1'));
    deliveries.deliver(change('updated', '2'));
    deliveries.stop();
    await clock.advance(60_000);
    expect([calls, clock.timers]).toEqual([1, 0]);
  });

  test('however much happens meanwhile, two changes wait at most, and they lead to the same', () => {
    const kinds = fc.array(fc.tuple(fc.constantFrom('written', 'removed', 'resynced'), fc.string()), { maxLength: 30 });
    fc.assert(
      fc.property(kinds, (happened) => {
        let object: string | undefined;
        let waiting: readonly Told[] = [];
        const all: Told[] = [];
        for (const [kind, text] of happened) {
          const type = kind === 'written' ? (object === undefined ? 'added' : 'updated') : (kind as Told['type']);
          if (type !== 'added' && object === undefined) continue;
          const next = change(type, type === 'resynced' ? (object ?? '') : text);
          object = type === 'removed' ? undefined : next.object;
          all.push(next);
          waiting = withChange(waiting, next);
          expect(waiting.length).toBeLessThanOrEqual(2);
          expect(believed(waiting)).toBe(believed(all));
        }
      }),
    );
  });
});
