import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openQueue, type WorkResult } from '../src/index.ts';
import { settle, VirtualClock } from './support/virtual-clock.ts';

type Step =
  | { readonly do: 'add'; readonly key: string }
  | { readonly do: 'addAfter'; readonly key: string; readonly ms: number }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'finish'; readonly nth: number; readonly result: WorkResult | 'throw' };

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('add' as const), key }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('addAfter' as const), key, ms: fc.nat({ max: 60 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.nat({ max: 50 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('finish' as const),
      nth: fc.nat({ max: 3 }),
      result: fc.constantFrom<WorkResult | 'throw'>('done', 'done', 'again', { failed: 'because' }, { failed: 'so long', atLeastMs: 30 }, { afterMs: 20 }, { afterMs: 0 }, { notYetMs: 15 }, 'throw'),
    }),
  },
);

/** What a queue is said to do, with no thought of how fast. */
class Model {
  readonly begun: string[] = [];
  readonly running: string[] = [];
  readonly ready: string[] = [];
  readonly #meanwhile = new Set<string>();
  #delayed: { readonly key: string; due: number; readonly order: number }[] = [];
  readonly #failures = new Map<string, number>();
  readonly #workers: number;
  #now = 0;
  #order = 0;

  constructor(workers: number) {
    this.#workers = workers;
  }

  add(added: string): void {
    if (this.running.includes(added)) this.#meanwhile.add(added);
    else if (!this.ready.includes(added)) this.ready.push(added);
    this.#begin();
  }

  addAfter(added: string, ms: number): void {
    if (ms === 0) return this.add(added);
    const known = this.#delayed.find((delayed) => delayed.key === added);
    if (known) known.due = Math.min(known.due, this.#now + ms);
    else this.#delayed.push({ key: added, due: this.#now + ms, order: this.#order++ });
  }

  pass(ms: number): void {
    const end = this.#now + ms;
    const due = this.#delayed.filter((delayed) => delayed.due <= end).sort((one, other) => one.due - other.due || one.order - other.order);
    this.#delayed = this.#delayed.filter((delayed) => delayed.due > end);
    for (const delayed of due) this.add(delayed.key);
    this.#now = end;
  }

  finish(nth: number, result: WorkResult | 'throw'): void {
    const [finished] = this.running.splice(nth, 1) as [string];
    const failed = result === 'throw' || result === 'again' || (typeof result === 'object' && 'failed' in result);
    const failures = this.#failures.get(finished) ?? 0;
    if (typeof result === 'object' && 'notYetMs' in result) {
      this.addAfter(finished, result.notYetMs);
    } else {
      this.#failures.set(finished, failed ? failures + 1 : 0);
      if (typeof result === 'object' && 'afterMs' in result && result.afterMs === 0) this.#meanwhile.add(finished);
      else if (failed) this.addAfter(finished, Math.max(5 * 2 ** failures, typeof result === 'object' && 'failed' in result ? (result.atLeastMs ?? 0) : 0));
      else if (typeof result === 'object') this.addAfter(finished, (result as { afterMs: number }).afterMs);
    }
    if (this.#meanwhile.delete(finished)) this.ready.push(finished);
    this.#begin();
  }

  #begin(): void {
    while (this.running.length < this.#workers && this.ready.length > 0) {
      const begun = this.ready.shift() as string;
      this.begun.push(begun);
      this.running.push(begun);
    }
  }
}

test('R17: whatever is added, delayed, finished and failed in whatever order, keys run as a plain model says, and never twice at once', async () => {
  const law = fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), async (steps, workers) => {
    const clock = new VirtualClock();
    const queue = openQueue({ clock, rateLimit: false });
    const model = new Model(workers);
    const begun: string[] = [];
    const running: { readonly key: string; readonly end: (result: WorkResult | 'throw') => void }[] = [];
    queue.run(
      (working) => {
        expect(running.map((run) => run.key)).not.toContain(working);
        begun.push(working);
        return new Promise((resolve, reject) => {
          running.push({ key: working, end: (result) => (result === 'throw' ? reject(new Error('thrown')) : resolve(result)) });
        });
      },
      { workers },
    );
    for (const next of steps) {
      for (const one of [queue, model]) {
        if (next.do === 'add') one.add(next.key);
        if (next.do === 'addAfter') one.addAfter(next.key, next.ms);
      }
      if (next.do === 'pass') {
        await clock.advance(next.ms);
        model.pass(next.ms);
      }
      if (next.do === 'finish' && running.length > 0) {
        const nth = next.nth % running.length;
        running.splice(nth, 1)[0]?.end(next.result);
        model.finish(nth, next.result);
      }
      await settle();
      expect(begun).toEqual(model.begun);
      expect(queue.metrics()).toMatchObject({ depth: model.ready.length, inFlight: model.running.length });
      expect(clock.timers).toBeLessThanOrEqual(1);
    }
    // nothing that was added is forgotten
    while (running.length > 0 || queue.metrics().delayed > 0) {
      running.shift()?.end('done');
      if (model.running.length > 0) model.finish(0, 'done');
      await clock.advance(1000);
      model.pass(1000);
    }
    expect(begun).toEqual(model.begun);
    expect(queue.metrics()).toMatchObject({ depth: 0, delayed: 0, inFlight: 0 });
    expect(clock.timers).toBe(0);
  });
  await fc.assert(law, { numRuns: 300 });
});
