import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAdmitterSettings } from '../src/settings.ts';
import { strictnessOf } from '../src/strictness.ts';

// any file that can be read
const file = import.meta.filename;
const needed = [`--tls-cert-file=${file}`, `--tls-key-file=${file}`];

describe('settings', () => {
  test('two are needed, the rest have defaults', () => {
    expect(readAdmitterSettings(needed, {})).toMatchObject({ ok: true, settings: { port: 9443, probePort: 8081, mode: 'kubevirt', drainDelay: 10_000, drainTimeout: 30_000, clientNames: [], missingObjects: undefined } });
    expect(readAdmitterSettings([], {})).toMatchObject({ ok: false, exitCode: 2, stream: 'stderr', text: expect.stringContaining('--tls-cert-file') });
  });

  test('each by flag and by variable; the flag counts', () => {
    const env = { ADMITTER_TLS_CERT_FILE: file, ADMITTER_TLS_KEY_FILE: file, ADMITTER_PORT: '1', ADMITTER_MODE: 'strict' };
    expect(readAdmitterSettings(['--port=2'], env)).toMatchObject({ ok: true, settings: { port: 2, mode: 'strict' } });
  });

  test.each([
    [['--client-ca-file', file], '--client-names'],
    [['--client-names=kube-apiserver'], '--client-ca-file'],
    [['--context=prod'], '--kubeconfig'],
    [['--kubeconfig', file, '--service-account-dir=/run'], '--service-account-dir'],
    [['--drain-delay=30s', '--drain-timeout=30s'], '--drain-timeout'],
    [['--mode=lenient'], 'kubevirt'],
    [['--mode=strict', '--late-inference'], '--missing-objects'],
    [['--late-inference', '--missing-objects=deny'], '--missing-objects'],
    [['--port=99999'], '65535'],
    [['--drain-delay=10'], '--drain-delay'],
    [['--kubeconfig=/nowhere/at/all'], '/nowhere/at/all'],
    [['--missing-object=deny'], '--missing-objects'],
    [['review'], 'review'],
  ])('%j is one clear line, and exit code 2', (argv, named) => {
    const read = readAdmitterSettings([...needed, ...argv], {});
    expect(read).toMatchObject({ ok: false, exitCode: 2, stream: 'stderr', text: expect.stringContaining(named) });
    if (!read.ok) expect(read.text.trimEnd()).not.toContain('\n');
  });

  test('are understood as the deployment gives them', () => {
    const deployment = readFileSync(join(import.meta.dirname, '../deploy/base/deployment.yaml'), 'utf8');
    const args = [...deployment.matchAll(/^ +- (--\S+)$/gm)].map(([, arg = '']) => arg.replace(/=\/tls\/.*/, `=${file}`));
    expect(args.length).toBeGreaterThan(1);
    expect(readAdmitterSettings(args, {})).toMatchObject({ ok: true });
  });

  test('--help names every flag and its variable', () => {
    const read = readAdmitterSettings(['--help'], {});
    if (read.ok) throw new Error('it should have printed the help');
    expect([read.exitCode, read.stream]).toEqual([0, 'stdout']);
    const all = readAdmitterSettings(needed, {});
    const keys = all.ok ? Object.keys(all.settings) : [];
    expect(keys.length).toBeGreaterThan(20);
    for (const key of keys) {
      const words = key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).split(' ');
      expect(read.text).toContain(`--${words.join('-')}`);
      expect(read.text).toContain(`ADMITTER_${words.join('_').toUpperCase()}`);
    }
  });
});

describe('strictness', () => {
  test('is as the mode says', () => {
    expect(strictnessOf({ mode: 'kubevirt' })).toEqual({ missingObjects: 'allow', negativeMemory: 'warn', foreignRevisions: 'warn', crossNamespaceInference: 'follow', lateInference: false });
    expect(new Set(Object.values(strictnessOf({ mode: 'strict' })))).toEqual(new Set(['deny', false]));
  });

  test('but for what is said one by one', () => {
    expect(strictnessOf({ mode: 'strict', missingObjects: 'allow' })).toMatchObject({ missingObjects: 'allow', negativeMemory: 'deny' });
    expect(strictnessOf({ mode: 'kubevirt', crossNamespaceInference: 'deny' })).toMatchObject({ missingObjects: 'allow', crossNamespaceInference: 'deny' });
    expect(strictnessOf({ mode: 'strict', missingObjects: 'allow', lateInference: true })).toMatchObject({ missingObjects: 'allow', lateInference: true });
  });
});
