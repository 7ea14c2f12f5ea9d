import { describe, expect, it } from 'vitest';
import { openLog, tellOfCaches } from '@instancetype/operate';

interface Problem {
  readonly code: string;
  readonly message: string;
}

function tell() {
  const due: { readonly ms: number; readonly run: () => void }[] = [];
  const lines: Record<string, any>[] = [];
  const errors: Record<string, Problem | undefined> = {};
  const synced = new Set<string>();
  const caches = ['kubevirts', 'preferences'].map((plural) => ({ resource: { plural }, status: () => ({ synced: synced.has(plural), error: errors[plural] }) }));
  const log = openLog({ level: 'info', write: (line) => void lines.push(JSON.parse(line) as Record<string, any>) });
  const clock = { wall: () => 0, now: () => 0, after: (ms: number, run: () => void) => {
    const one = { ms, run };
    due.push(one);
    return () => void due.splice(due.indexOf(one), 1);
  } };
  const stop = tellOfCaches(log, caches, clock);
  const turn = (): void => due.shift()?.run();
  return { due, errors, synced, lines, stop, turn, told: () => lines.splice(0).map(({ level, resource, code, message }) => [level, resource, code, message].filter(Boolean).join(' ')) };
}

describe('what is told of caches', () => {
  it('is that one has lost the cluster, once, and that it has found it again', () => {
    const { errors, turn, told } = tell();
    turn();
    expect(told()).toEqual([]);
    errors['preferences'] = { code: 'unavailable', message: 'connection refused' };
    turn();
    expect(told()).toEqual(['warn preferences unavailable a cache does not follow the cluster']);
    errors['preferences'] = { code: 'unavailable', message: 'connection refused again' };
    for (let time = 0; time < 5; time++) turn();
    expect(told()).toEqual([]);
    errors['preferences'] = { code: 'forbidden', message: 'no right' };
    errors['kubevirts'] = { code: 'not-found', message: 'no such kind' };
    turn();
    expect(told()).toEqual(['warn kubevirts not-found a cache does not follow the cluster', 'warn preferences forbidden a cache does not follow the cluster']);
    errors['preferences'] = undefined;
    turn();
    expect(told()).toEqual(['info preferences a cache follows the cluster again']);
  });

  it('is nothing of an interruption, where the cache was full before', () => {
    const { errors, synced, due, turn, told } = tell();
    synced.add('preferences');
    errors['preferences'] = { code: 'unavailable', message: 'connection reset' };
    let waited = 0;
    while (waited < 85_000) {
      waited += due[0]?.ms ?? Number.NaN;
      turn();
    }
    errors['preferences'] = undefined;
    turn();
    expect(told()).toEqual([]);
    errors['preferences'] = { code: 'unavailable', message: 'connection refused' };
    for (waited = 0; waited < 90_000; waited += 5_000) turn();
    expect(told()).toEqual(['warn preferences unavailable a cache does not follow the cluster']);
  });

  it('says why', () => {
    const { errors, turn, lines } = tell();
    errors['kubevirts'] = { code: 'forbidden', message: 'cannot list kubevirts' };
    turn();
    expect(lines[0]).toMatchObject({ problem: 'cannot list kubevirts' });
  });

  it('ends when it is stopped', () => {
    const { due, stop, turn, errors, told } = tell();
    turn();
    expect(due).toHaveLength(1);
    stop();
    expect(due).toHaveLength(0);
    errors['kubevirts'] = { code: 'forbidden', message: '' };
    turn();
    expect(told()).toEqual([]);
  });
});
