import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readControllerSettings } from '../src/settings.ts';

// any file that can be read
const file = import.meta.filename;

describe('settings', () => {
  test('none is needed', () => {
    expect(readControllerSettings([], {})).toMatchObject({
      ok: true,
      settings: { features: ['references'], workers: 10, qps: 200, burst: 400, leaderElection: true, leaseDuration: 15_000, leaseRenewDeadline: 10_000, leaseRetry: 2000, vmSelector: undefined },
    });
  });

  test('each by flag and by variable; the flag counts', () => {
    const env = { CONTROLLER_WORKERS: '3', CONTROLLER_FEATURES: 'metrics,references', CONTROLLER_LEADER_ELECTION: 'false' };
    expect(readControllerSettings(['--workers=4'], env)).toMatchObject({ ok: true, settings: { workers: 4, features: ['metrics', 'references'], leaderElection: false } });
  });

  test.each([
    [['--features=reference'], 'late-inference, references, instances, live-update, export, snapshot, metrics'],
    [['--features='], '--features'],
    [['--context=prod'], '--kubeconfig'],
    [['--kubeconfig', file, '--service-account-dir=/run'], '--service-account-dir'],
    [['--lease-duration=1500ms'], 'whole seconds'],
    [['--lease-renew-deadline=15s'], '--lease-duration'],
    [['--lease-retry=9s'], '--lease-retry'],
    [['--workers=0'], '--workers'],
    [['--vm-selector='], '--vm-selector'],
    [['--qps=fast'], '--qps'],
    [['sync'], 'sync'],
  ])('%j is one clear line, and exit code 2', (argv, named) => {
    const read = readControllerSettings(argv, {});
    expect(read).toMatchObject({ ok: false, exitCode: 2, stream: 'stderr', text: expect.stringContaining(named) });
    if (!read.ok) expect(read.text.trimEnd()).not.toContain('\n');
  });

  test('are understood as the deployment gives them', () => {
    const deployment = readFileSync(join(import.meta.dirname, '../deploy/base/deployment.yaml'), 'utf8');
    const args = [...deployment.matchAll(/^ +- (--\S+)$/gm)].map(([, arg = '']) => arg);
    expect(args.length).toBeGreaterThan(0);
    expect(readControllerSettings(args, {})).toMatchObject({ ok: true });
  });

  test('--help names every flag and its variable', () => {
    const read = readControllerSettings(['--help'], {});
    if (read.ok) throw new Error('it should have printed the help');
    expect([read.exitCode, read.stream]).toEqual([0, 'stdout']);
    const all = readControllerSettings([], {});
    const keys = all.ok ? Object.keys(all.settings) : [];
    expect(keys.length).toBeGreaterThan(20);
    for (const key of keys) {
      const words = key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).split(' ');
      expect(read.text).toContain(`--${words.join('-')}`);
      expect(read.text).toContain(`CONTROLLER_${words.join('_').toUpperCase()}`);
    }
  });
});
