import { describe, expect, test } from 'vitest';
import { openTestWorld, until } from './support/harness.ts';
import { instancetype, preference, vm } from './support/objects.ts';
import { startProgram } from './support/process.ts';

describe('the program', () => {
  test('prints its help and its version', async () => {
    const help = await startProgram(['--help']).ended;
    expect([help.code, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toContain('--features');
    expect(await startProgram(['--version']).ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' });
  });

  test('says in one line what is wrong with a setting', async () => {
    const { code, stdout, stderr } = await startProgram(['--features=everything']).ended;
    expect([code, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 1]);
    expect(stderr).toContain('--features');
  });

  test('says in one line why it cannot start', async () => {
    const { code, stdout, stderr } = await startProgram(['--service-account-dir=/nowhere/at/all', '--probe-port=0']).ended;
    const told = `${stdout}${stderr}`.trimEnd();
    expect([code, told.split('\n').length]).toEqual([1, 1]);
    expect(JSON.parse(told)).toMatchObject({ level: 'error', message: 'the start failed' });
  });

  describe('that is told to end during a pass', () => {
    const endDuring = async (delay: number, flags: readonly string[]): Promise<readonly [Awaited<ReturnType<typeof startProgram>['ended']>, Record<string, any>, Record<string, any>]> => {
      const asked = Promise.withResolvers<void>();
      const world = await openTestWorld({
        faults({ user, verb, resource }) {
          if (user !== 'slow' || verb !== 'create' || resource !== 'controllerrevisions.apps') return undefined;
          asked.resolve();
          return { delay };
        },
      });
      try {
        await world.create(instancetype('small'));
        await world.create(preference('linux'));
        const program = startProgram([`--kubeconfig=${world.kubeconfigFor('slow')}`, '--lease-namespace=default', '--probe-host=127.0.0.1', '--probe-port=0', ...flags]);
        await world.create(vm('last'));
        await asked.promise;
        program.kill('SIGTERM');
        const ended = await program.ended;
        return [ended, await world.get('VirtualMachine', 'last'), await world.get('Lease', 'instancetype-controller')];
      } finally {
        await world.stop();
      }
    };

    test('finishes it, and then gives the Lease back', async () => {
      const [ended, { status }, lease] = await endDuring(300, []);
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(status?.preferenceRef?.controllerRevisionRef).toBeDefined();
      expect(lease['spec'].holderIdentity ?? '').toBe('');
    });

    test('cuts it off where it takes too long, and lets the Lease expire', async () => {
      const [ended, { status }, lease] = await endDuring(20_000, ['--drain-timeout=3s']);
      expect(ended.code).toBe(0);
      expect(ended.stdout).toContain('work was cut off');
      expect(status).toBeUndefined();
      expect(lease['spec'].holderIdentity).not.toBe('');
    });
  });

  test('ends well while it has not found its cluster yet', async () => {
    const world = await openTestWorld({ faults: ({ user, verb }) => (user === 'blind' && verb !== 'get' ? { status: { code: 503, reason: 'ServiceUnavailable' } } : undefined) });
    try {
      const program = startProgram([`--kubeconfig=${world.kubeconfigFor('blind')}`, '--probe-host=127.0.0.1', '--probe-port=0']);
      await until(() => program.messages().includes('started'));
      const { probePort } = program.line('started') ?? {};
      const readiness = await fetch(`http://127.0.0.1:${probePort}/readyz`);
      expect([readiness.status, await readiness.text()]).toEqual([503, expect.stringContaining('virtualmachines')]);
      expect((await fetch(`http://127.0.0.1:${probePort}/livez`)).status).toBe(200);
      program.kill('SIGTERM');
      expect(await program.ended).toMatchObject({ code: 0, stderr: '' });
      // who cannot work must not lead
      expect(world.cluster.requests.filter(({ resource }) => resource.startsWith('leases'))).toEqual([]);
    } finally {
      await world.stop();
    }
  });
});
