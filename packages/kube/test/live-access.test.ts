import { describe, expect, test } from 'vitest';
import type { Access } from '../src/access.ts';
import { LiveAccess } from '../src/live-access.ts';
import { VirtualClock } from './support/virtual-clock.ts';

const access = (token: string, server = 'http://127.0.0.1:1'): Access => ({ server, headers: { authorization: token }, tls: {} });

/** An access that a test changes, and the times that it was read. */
function changing(): { value: Access | Error | 'never'; readonly reads: boolean[]; readonly clock: VirtualClock; readonly live: LiveAccess } {
  const clock = new VirtualClock();
  const reads: boolean[] = [];
  const read = async (refused: boolean): Promise<Access> => {
    reads.push(refused);
    if (state.value === 'never') return new Promise(() => undefined);
    if (state.value instanceof Error) throw state.value;
    return state.value;
  };
  const state = { value: access('one') as Access | Error | 'never', reads, clock, live: new LiveAccess(read, clock) };
  return state;
}

describe('the access of a connection', () => {
  test('is read once a minute, and by many at once only once', async () => {
    const { reads, clock, live } = changing();
    await Promise.all([live.current(), live.current(), live.current()]);
    await clock.advance(59_999);
    await live.current();
    expect(reads).toEqual([false]);
    await clock.advance(1);
    await Promise.all([live.current(), live.refresh()]);
    expect(reads).toEqual([false, false]);
    await live.refresh();
    expect(reads).toEqual([false, false, true]);
    await live.close();
  });

  test('keeps its sockets where only a token has changed, and no longer', async () => {
    const state = changing();
    const first = await state.live.current();
    state.value = access('two');
    const second = await state.live.refresh();
    expect([second.wire === first.wire, second.access.headers['authorization']]).toEqual([true, 'two']);
    state.value = access('two', 'http://127.0.0.1:2');
    expect((await state.live.refresh()).wire).not.toBe(first.wire);
    await state.live.close();
  });

  test('that cannot be read at first rejects, and is tried again each time', async () => {
    const state = changing();
    state.value = new Error('no file');
    await expect(state.live.current()).rejects.toMatchObject({ code: 'unavailable', message: 'There is no access to a cluster: no file' });
    state.value = access('one');
    expect((await state.live.current()).access.headers['authorization']).toBe('one');
    expect(state.live.error).toBeUndefined();
    await state.live.close();
  });

  test('that cannot be read later stays as it was, and says why', async () => {
    const state = changing();
    const first = await state.live.current();
    state.value = new Error('half a file');
    expect(await state.live.refresh()).toBe(first);
    expect(state.live.error?.message).toContain('half a file');
    state.value = access('one', 'https://127.0.0.1:1');
    state.value = { ...state.value, tls: { ca: 'no certificate' } };
    expect(await state.live.refresh()).toBe(first);
    expect(state.live.error?.message).toContain('no complete PEM certificate');
    await state.live.close();
  });

  test('that is not read within 10 s stays as it was for a minute, and says why', async () => {
    const state = changing();
    const first = await state.live.current();
    state.value = 'never';
    await state.clock.advance(60_000);
    const pending = state.live.current();
    await state.clock.advance(10_000);
    expect(await pending).toBe(first);
    expect(state.live.error).toMatchObject({ code: 'unavailable', message: 'There is no access to a cluster: reading the credentials: nothing came for 10 s' });
    await state.clock.advance(59_999);
    expect(await state.live.current()).toBe(first);
    state.value = access('two');
    await state.clock.advance(1);
    expect((await state.live.current()).access.headers['authorization']).toBe('two');
    expect([state.live.error, state.clock.timers]).toEqual([undefined, 0]);
    await state.live.close();
  });

  test('that is not read within two minutes at first, when a person may have to sign in, rejects, and is tried again by the next request', async () => {
    const state = changing();
    state.value = 'never';
    const pending = Promise.allSettled([state.live.current(), state.live.current()]);
    await state.clock.advance(120_000);
    expect(await pending).toMatchObject([1, 2].map(() => ({ status: 'rejected', reason: { code: 'unavailable', message: expect.stringContaining('nothing came for 120 s') } })));
    state.value = access('one');
    expect((await state.live.current()).access.headers['authorization']).toBe('one');
    expect(state.reads.length).toBe(2);
    await state.live.close();
  });

  test('R15 closed while a read never ends, it leaves no timer and nobody waits', async () => {
    const state = changing();
    state.value = 'never';
    const pending = state.live.current().catch((error: unknown) => error);
    await state.live.close();
    expect(await pending).toMatchObject({ code: 'unavailable', message: 'The connection is closed.' });
    expect(state.clock.timers).toBe(0);
  });

  test('R15 closed while it is being read, it opens nothing any more', async () => {
    const clock = new VirtualClock();
    const { promise, resolve } = Promise.withResolvers<Access>();
    const live = new LiveAccess(() => promise, clock);
    const pending = live.current().catch((error: unknown) => error);
    await live.close();
    resolve(access('one'));
    expect(await pending).toMatchObject({ code: 'unavailable', message: 'The connection is closed.' });
    await expect(live.refresh()).rejects.toMatchObject({ code: 'unavailable' });
  });
});
