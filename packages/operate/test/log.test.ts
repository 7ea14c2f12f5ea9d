import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LogLevel, openLog } from '@instancetype/operate';

function collect(level: LogLevel = 'info') {
  const lines: string[] = [];
  return { lines, log: openLog({ level, write: (line) => void lines.push(line) }), last: () => JSON.parse(lines.at(-1) ?? 'null') as Record<string, any> };
}

describe('the log', () => {
  it('writes a line of JSON: level, time, message, fields', () => {
    const { log, lines, last } = collect();
    log.info('started', { port: 9443, names: ['a'], more: { deep: true }, nothing: null });
    expect(lines).toHaveLength(1);
    expect(last()).toEqual({ level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), message: 'started', port: 9443, names: ['a'], more: { deep: true }, nothing: null });
  });

  it('leaves out what is below its level', () => {
    const { log, lines } = collect('warn');
    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d');
    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(['c', 'd']);
  });

  it('gives the fields of a child to all its lines', () => {
    const { log, last } = collect();
    log.child({ webhook: 'vm', uid: 'a' }).child({ uid: 'b' }).info('decided', { allowed: true });
    expect(last()).toMatchObject({ webhook: 'vm', uid: 'b', allowed: true, message: 'decided' });
  });

  it('lets no field change what a line is about', () => {
    const { log, last } = collect();
    log.child({ level: 'error' }).info('true', { message: 'false', time: 'never' });
    expect(last()).toMatchObject({ level: 'info', message: 'true', time: expect.stringMatching(/Z$/) });
  });

  it('writes of an error its code and message, and where it was thrown only when debugging', () => {
    const error = Object.assign(new Error('no such file\nat all'), { code: 'ENOENT' });
    const info = collect();
    info.log.error('failed', { error });
    expect(info.last()['error']).toEqual({ code: 'ENOENT', message: 'no such file\nat all' });
    expect(info.lines[0]).not.toContain('log.test.ts');
    const debug = collect('debug');
    debug.log.error('failed', { error });
    expect(debug.last()['error']['stack']).toContain('log.test.ts');
  });

  it('bad input 63: a name full of control characters, or a megabyte long, is escaped and cut at 256', () => {
    const { log, lines, last } = collect();
    log.info('denied', { name: `vm\n{"level":"error"}\u001b[2J\u009b31m\u202e\u2028${'x'.repeat(1e6)}`, ['k'.repeat(1e6)]: 1 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^[ -~…]+\n$/);
    expect(lines[0]?.length).toBeLessThan(1_000);
    expect(last()['name']).toHaveLength(256);
    expect(last()['name']).toMatch(/^vm\n\{"level":"error"\}\u001b\[2J\u009b31m/);
  });

  it('takes any fields without throwing, and writes one short line', () => {
    const { log, lines } = collect();
    const loop: Record<string, unknown> = { big: 10n, at: new Date(Number.NaN), sign: Symbol('s'), run: () => 1 };
    loop['self'] = loop;
    log.info('odd', loop);
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true })), (fields) => {
        log.info('m', fields);
        const line = lines.at(-1) ?? '';
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(JSON.parse(line)).toMatchObject({ level: 'info', message: 'm' });
      }),
    );
  });
});
