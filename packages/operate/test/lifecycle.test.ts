import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { Agent } from 'node:https';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLog, runUntilSignal, type RunOptions, type Starting } from '@instancetype/operate';
import { certificatesFor } from './support/certificates.ts';
import { makeFolder, until } from './support/folder.ts';
import { runProgram } from './support/program.ts';
import { send } from './support/server.ts';

class FakeProcess extends EventEmitter {
  readonly codes: number[] = [];

  exit(code: number): void {
    this.codes.push(code);
  }
}

function run(options: Partial<RunOptions> = {}) {
  const process = new FakeProcess();
  const lines: Record<string, any>[] = [];
  const log = openLog({ level: 'info', write: (line) => void lines.push(JSON.parse(line) as Record<string, any>) });
  const steps: string[] = [];
  let starting: Starting | undefined;
  const start = async (given: Starting) => {
    starting = given;
    return { beginDrain: () => void steps.push('drain'), close: async ({ withinMs }: { withinMs: number }) => void steps.push(withinMs > 0 ? 'close' : 'close at once') };
  };
  const ended = runUntilSignal({ start, log, drainDelayMs: 20, drainMs: 5_000, process, ...options });
  return { process, lines, steps, ended, starting: () => starting };
}

describe('a run', () => {
  it.each(['SIGTERM', 'SIGINT'])('ends in order on %s: not ready, then the delay, then the close, then 0', async (signal) => {
    const { process, ended, steps, starting, lines } = run();
    await until(() => starting() !== undefined);
    expect(starting()?.draining.check()).toBeUndefined();
    process.emit(signal);
    expect(starting()?.draining.check()).toBe(`it is about to end: ${signal}`);
    expect(starting()?.signal.aborted).toBe(true);
    await until(() => steps.length > 0);
    expect(steps).toEqual(['drain']);
    expect(await ended).toBe(0);
    expect([steps, process.codes]).toEqual([['drain', 'close'], [0]]);
    expect(lines.map(({ message }) => message as string)).toEqual(['stopping', 'stopped']);
    expect(process.eventNames()).toEqual([]);
  });

  it('ends at once on a second signal', async () => {
    const { process, ended, steps } = run({ drainDelayMs: 5_000 });
    process.emit('SIGTERM');
    process.emit('SIGINT');
    expect(await ended).toBe(1);
    expect(steps).not.toContain('close');
  });

  it('says in one line why it could not start', async () => {
    const { ended, lines, process } = run({ start: () => Promise.reject(new Error('cannot listen on *:9443: another program uses it (EADDRINUSE)')) });
    expect(await ended).toBe(1);
    expect(lines).toEqual([expect.objectContaining({ level: 'error', message: 'the start failed', reason: 'cannot listen on *:9443: another program uses it (EADDRINUSE)' })]);
    expect(process.codes).toEqual([1]);
  });

  it('can be stopped while it starts', async () => {
    const { process, ended } = run({ start: ({ signal }) => new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    }) });
    process.emit('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('does not wait for anybody to hear of it when it was stopped before it was ready', async () => {
    const { promise: started, resolve } = Promise.withResolvers<void>();
    const steps: string[] = [];
    const { process, ended } = run({ drainDelayMs: 3_600_000, start: async () => {
      await started;
      return { close: async () => void steps.push('close') };
    } });
    process.emit('SIGTERM');
    resolve();
    expect(await ended).toBe(0);
    expect(steps).toEqual(['close']);
  });

  it('ends in time after a signal when the start hangs', async () => {
    const { process, ended, lines } = run({ drainMs: 100, start: () => new Promise(() => undefined) });
    process.emit('SIGTERM');
    expect(await ended).toBe(1);
    expect(process.codes).toEqual([1]);
    expect(lines.map(({ message }) => message as string)).toEqual(['stopping', 'the end took too long']);
  });

  it('gives a close after a late start what is left of the time', async () => {
    const { promise: started, resolve } = Promise.withResolvers<void>();
    const times: number[] = [];
    const { process, ended } = run({ drainMs: 10_000, start: async () => {
      await started;
      return { close: async ({ withinMs }) => void times.push(withinMs) };
    } });
    process.emit('SIGTERM');
    setTimeout(resolve, 600);
    expect(await ended).toBe(0);
    expect(times[0]).toBeGreaterThan(0);
    expect(times[0]).toBeLessThan(9_000);
  });

  it('can stop itself, with another exit code', async () => {
    const { ended, starting, lines, steps } = run();
    await until(() => starting() !== undefined);
    starting()?.stop('the lease was lost');
    expect(await ended).toBe(1);
    expect(steps).toEqual(['drain', 'close']);
    expect(lines[0]).toMatchObject({ message: 'stopping', reason: 'the lease was lost' });
  });

  it.each([
    ['does not come to an end', () => new Promise<void>(() => undefined), 'the end took too long'],
    ['fails', () => Promise.reject(new Error('no')), 'the end failed'],
  ])('says so when the close %s', async (_what, close, message) => {
    const { process, ended, lines } = run({ drainDelayMs: 0, drainMs: 100, start: () => Promise.resolve({ close }) });
    process.emit('SIGTERM');
    expect(await ended).toBe(1);
    expect(lines.map((line) => line['message'] as string)).toContain(message);
  });

  it.each(['uncaughtException', 'unhandledRejection'])('logs an %s and ends with 1', async (event) => {
    const { process, ended, lines, starting } = run();
    await until(() => starting() !== undefined);
    process.emit(event, new TypeError('nobody caught me'));
    expect(await ended).toBe(1);
    expect(lines[0]).toMatchObject({ level: 'error', fault: event, error: { code: 'TypeError', message: 'nobody caught me' } });
  });
});

describe('a real process', () => {
  async function startProgram(fault: 'reject' | 'none') {
    await using folder = await makeFolder();
    const { ca, cert, key } = await certificatesFor('server');
    await folder.write('tls.crt', cert);
    await folder.write('tls.key', key);
    const program = JSON.stringify(join(import.meta.dirname, 'support', 'program.ts'));
    const script = `import { ${runProgram.name} } from ${program}; await ${runProgram.name}(${JSON.stringify(folder.path)}, '${fault}');`;
    const child = spawn(process.execPath, ['--conditions=@instancetype/source', '--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'pipe'] });
    const lines: Record<string, any>[] = [];
    let errors = '';
    let rest = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      const parts = `${rest}${chunk.toString()}`.split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts.map((line) => JSON.parse(line) as Record<string, any>));
    });
    const exited = once(child, 'close') as Promise<[number | null, string | null]>;
    await until(() => lines.length > 0 || child.exitCode !== null);
    return { child, lines, exited, ca, errors: () => errors };
  }
  const ready = async (port: number) => (await fetch(`http://127.0.0.1:${port}/readyz`, { headers: { connection: 'close' } })).status;

  it('serves until SIGTERM, stays for the delay while it says that it is not ready, and ends with 0', async () => {
    const { child, lines, exited, ca, errors } = await startProgram('none');
    const { port, probes } = lines[0] as { port: number; probes: number };
    expect(await ready(probes)).toBe(200);
    const agent = new Agent({ keepAlive: true });
    expect(await send(port, '/echo', { ca, agent })).toMatchObject({ status: 200, headers: { connection: 'keep-alive' } });
    child.kill('SIGTERM');
    await until(async () => (await ready(probes)) === 503);
    expect(await send(port, '/echo', { ca, agent })).toMatchObject({ status: 200, headers: { connection: 'close' } });
    agent.destroy();
    expect(await exited).toEqual([0, null]);
    expect(lines.map((line) => line['message'] as string)).toEqual(['started', 'stopping', 'stopped']);
    expect(errors()).toBe('');
  });

  it('ends with 1 and one line when nobody handles an error', async () => {
    const { lines, exited, errors } = await startProgram('reject');
    expect(await exited).toEqual([1, null]);
    expect(lines.at(-1)).toMatchObject({ level: 'error', fault: 'unhandledRejection', error: { message: 'nobody waits for me' } });
    expect(errors()).toBe('');
  });
});
