import { describe, expect, it } from 'vitest';
import { defineSettings, readSettings, setting } from '@instancetype/operate';
import { makeFolder } from './support/folder.ts';

const program = { name: 'admitter', description: 'Judges virtual machines.', version: '1.2.3', prefix: 'ADMITTER', notes: ['Signals: SIGTERM ends it in order.'] };
const table = defineSettings({
  port: setting.port({ description: 'port of the webhook', default: 9443, group: 'Server' }),
  drainDelay: setting.duration({ description: 'how long requests are still served after SIGTERM', default: '10s', max: '5m' }),
  logLevel: setting.choice({ description: 'from which level on messages are logged', choices: ['debug', 'info', 'warn', 'error'], default: 'info' }),
  workers: setting.integer({ description: 'how many at once', default: 3, min: 1, max: 64 }),
  strict: setting.flag({ description: 'refuse what KubeVirt takes' }),
  clientCaFile: setting.file({ description: 'authorities of the clients' }),
  callers: setting.list({ description: 'names of the clients', placeholder: '<names>' }),
  namespace: setting.text({ description: 'where it runs', pattern: /^[a-z0-9-]{1,63}$/, allowed: 'the name of a namespace', placeholder: '<namespace>' }),
});

const read = (argv: readonly string[], env: Readonly<Record<string, string>> = {}) => readSettings(program, table, argv, env);
const refusal = (argv: readonly string[], env?: Readonly<Record<string, string>>): string => {
  const result = read(argv, env);
  if (result.ok) throw new Error('it was taken');
  expect(result).toMatchObject({ exitCode: 2, stream: 'stderr' });
  expect(result.text).toMatch(/^admitter: [^\n]+\n$/);
  return result.text;
};

describe('settings', () => {
  it('have their defaults', () => {
    const result = read([]);
    expect(result).toEqual({
      ok: true,
      settings: { port: 9443, drainDelay: 10_000, logLevel: 'info', workers: 3, strict: false, clientCaFile: undefined, callers: [], namespace: undefined },
    });
    // the types are those of the table
    if (result.ok) expect([result.settings.port + 1, result.settings.callers.length, result.settings.namespace?.length] satisfies (number | undefined)[]).toEqual([9444, 0, undefined]);
  });

  it('are read from flags, then from the environment', () => {
    const env = { ADMITTER_PORT: '1', ADMITTER_DRAIN_DELAY: '500ms', ADMITTER_STRICT: 'true', ADMITTER_CALLERS: 'a, b,', ADMITTER_LOG_LEVEL: '' };
    const result = read(['--port', '2', '--workers=4', '--callers', 'x,y', '--callers=z'], env);
    expect(result).toMatchObject({ ok: true, settings: { port: 2, drainDelay: 500, strict: true, workers: 4, callers: ['x', 'y', 'z'], logLevel: 'info' } });
    expect(read([], env)).toMatchObject({ settings: { port: 1, callers: ['a', 'b'] } });
  });

  it.each([
    [['--strict'], true],
    [['--strict=false'], false],
    [['--strict', 'false'], false],
    [['--strict', '--port=1'], true],
  ])('take the flag %j as %s', (argv, value) => {
    expect(read(argv)).toMatchObject({ settings: { strict: value } });
  });

  it.each([
    ['1h', 3_600_000, '2h'],
    ['2m', 120_000, '5m'],
    ['1.5s', 1500, undefined],
  ])('take the duration %s', (text, ms, max) => {
    const own = defineSettings({ wait: setting.duration({ description: 'x', default: text, ...(max !== undefined && { max }) }) });
    expect(readSettings(program, own, [], {})).toEqual({ ok: true, settings: { wait: ms } });
  });

  it('say in --help all there is: each flag, its variable, its default and what it means', () => {
    const result = read(['--help', '--port', 'nonsense']);
    expect(result).toMatchObject({ ok: false, exitCode: 0, stream: 'stdout' });
    const text = result.ok ? '' : result.text.replace(/\s+/g, ' ');
    for (const part of ['Judges virtual machines.', 'Server: --port <port> port of the webhook (default: 9443, env: ADMITTER_PORT)', '--drain-delay <duration>', '(default: 10s, env: ADMITTER_DRAIN_DELAY)', '--log-level <debug|info|warn|error>', '--strict refuse what', '--callers <names> names of', '(repeatable, no default, env: ADMITTER_CALLERS)', '--namespace <namespace> where it runs', '--version', '-h, --help', 'Signals: SIGTERM ends it in order.']) {
      expect(text).toContain(part);
    }
  });

  it('print the version', () => {
    expect(read(['--version'])).toEqual({ ok: false, exitCode: 0, stream: 'stdout', text: '1.2.3\n' });
  });

  it.each([
    [['--port', '80a'], '--port is "80a": it must be a whole number from 0 to 65535'],
    [['--port=65536'], '--port is "65536"'],
    [['--port'], '--port needs a value: --port <port>'],
    [['--prot=1'], 'there is no option --prot: did you mean --port?'],
    [['--nothing-like-it'], 'there is no option --nothing-like-it, see --help'],
    [['serve'], '"serve" is not understood'],
    [['--drain-delay', '10'], '--drain-delay is "10": it must be a duration up to 5m with a unit, such as 500ms, 10s or 2m'],
    [['--drain-delay', '6m'], 'up to 5m'],
    [['--log-level', 'loud'], 'it must be one of debug, info, warn, error'],
    [['--workers', '0'], 'from 1 to 64'],
    [['--strict=maybe'], 'true or false'],
    [['--client-ca-file', '/does/not/exist'], '--client-ca-file is "/does/not/exist": it must be the path of a file that can be read (ENOENT)'],
    [['--namespace', 'A B'], 'it must be the name of a namespace'],
    [['--namespace', ''], 'it must be the name of a namespace'],
  ])('refuse %j in one line', (argv, part) => {
    expect(refusal(argv)).toContain(part);
  });

  it('name the variable that is wrong, and show nothing that a terminal would obey', () => {
    expect(refusal([], { ADMITTER_WORKERS: 'x\u001b[2J\n' })).toContain('ADMITTER_WORKERS (for --workers) is "x\\u001b[2J\\u000a"');
  });

  it('ask for what is required', () => {
    const own = defineSettings({ tlsFile: setting.file({ description: 'x', required: true }) });
    expect(readSettings(program, own, [], {})).toMatchObject({ ok: false, exitCode: 2, text: 'admitter: --tls-file is missing: give it, or set ADMITTER_TLS_FILE\n' });
  });

  it('do not take the address of a service of the same name for a port', () => {
    expect(read([], { ADMITTER_PORT: 'tcp://10.96.0.7:443' })).toMatchObject({ ok: true, settings: { port: 9443 } });
  });

  it('take a file that is there', async () => {
    await using folder = await makeFolder();
    const path = await folder.write('ca.crt', 'x');
    expect(read(['--client-ca-file', path])).toMatchObject({ settings: { clientCaFile: path } });
    expect(refusal(['--client-ca-file', folder.path])).toContain('this is not a file');
  });
});
