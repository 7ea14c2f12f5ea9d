import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestWorld, until, type World } from './support/harness.ts';
import { instancetype, preference, vm } from './support/objects.ts';
import { type Program, startProgram } from './support/process.ts';

// RELIABILITY goal 10, with times that are a third of the usual ones
const FAST = ['--lease-duration=5s', '--lease-renew-deadline=4s', '--lease-retry=500ms'];
/** Of a Lease that nobody waits for: whoever leads before it has been given it. */
const SLOW = ['--lease-duration=120s', '--lease-renew-deadline=100s', '--lease-retry=300ms'];

describe('of two replicas', () => {
  let world: World;
  let programs: Program[] = [];
  let [created, creating]: [number, ReturnType<typeof setInterval> | undefined] = [0, undefined];

  beforeEach(async () => {
    world = await openTestWorld();
    await world.create(instancetype('small'));
    await world.create(preference('linux'));
    [programs, created] = [[], 0];
  });
  afterEach(async () => {
    clearInterval(creating);
    for (const program of programs) program.kill('SIGKILL');
    await Promise.all(programs.map(({ ended }) => ended));
    await world.stop();
  });

  const start = (user: string, flags: readonly string[]): Program => {
    const program = startProgram([`--kubeconfig=${world.kubeconfigFor(user)}`, '--probe-host=127.0.0.1', '--probe-port=0', ...flags]);
    programs.push(program);
    return program;
  };
  const isReady = async (program: Program): Promise<boolean> => {
    const port = program.line('started')?.['probePort'] as number | undefined;
    return port !== undefined && (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200;
  };
  /** Two ready replicas, of which the first leads, and VMs that keep coming. */
  const startBoth = async (flags: readonly string[]): Promise<readonly [Program, Program]> => {
    const first = start('first', flags);
    await until(() => first.messages().includes('leading'));
    const second = start('second', flags);
    await until(async () => (await isReady(first)) && (await isReady(second)));
    creating = setInterval(() => void world.create(vm(`vm-${created++}`)).catch(() => undefined), 50);
    await until(() => world.writes('first').length > 5);
    expect(world.writes('second')).toEqual([]);
    return [first, second];
  };
  const settle = async (): Promise<void> => {
    clearInterval(creating);
    await until(async () => (await world.list('VirtualMachine')).every(({ status }) => status?.instancetypeRef && status.preferenceRef));
  };

  test('the other one goes on when the leader is killed, and every VM has its three writes', async () => {
    const [first, second] = await startBoth(FAST);
    first.kill('SIGKILL');
    await first.ended;
    const killed = performance.now();
    await until(() => world.writes('second').length > 0);
    expect(performance.now() - killed).toBeLessThan(20_000);
    await settle();
    const patches = [...world.writes('first'), ...world.writes('second')].filter((write) => write.startsWith('patch'));
    expect(patches.length).toBe(new Set(patches).size);
    const vms = (await world.list('VirtualMachine')).length;
    expect(patches.length).toBe(vms);
    expect((await world.list('ControllerRevision')).length).toBe(2 * vms);
    expect(second.messages()).toContain('leading');
  });

  test('the other one goes on at once when the leader is told to end', async () => {
    const [first] = await startBoth(SLOW);
    first.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ code: 0, stderr: '' });
    // the Lease would be good for two minutes
    await until(() => world.writes('second').length > 0);
    await settle();
  });

  test('a leader that was stopped for longer than its Lease writes nothing when it goes on, and ends', async () => {
    const [first] = await startBoth(FAST);
    first.kill('SIGSTOP');
    await until(() => world.writes('second').length > 5);
    const before = world.cluster.requests.length;
    first.kill('SIGCONT');
    expect(await first.ended).toMatchObject({ code: 1 });
    await settle();
    const after = world.cluster.requests.slice(before).filter(({ user, verb, code }) => user === 'first' && code < 300 && ['create', 'update', 'patch', 'delete'].includes(verb));
    expect(after).toEqual([]);
    expect(first.line('stopping')?.['reason']).toContain('instancetype-controller');
  });

  test('neither writes anything where everything is settled, whoever leads', async () => {
    const [first] = await startBoth(SLOW);
    await settle();
    await until(async () => (await world.list('VirtualMachine')).length === created);
    await settle();
    const before = world.cluster.requests.length;
    first.kill('SIGTERM');
    await first.ended;
    await until(() => programs[1]?.messages().includes('leading') === true);
    const third = start('third', SLOW);
    await until(() => isReady(third));
    programs[1]?.kill('SIGTERM');
    await programs[1]?.ended;
    await until(() => third.messages().includes('leading'));
    await world.create(vm('last'));
    await until(() => world.writes('third').length === 3);
    const writes = world.cluster.requests.slice(before).filter(({ user, verb, resource, code }) => ['first', 'second', 'third'].includes(user) && !resource.startsWith('leases') && code < 300 && ['create', 'update', 'patch', 'delete'].includes(verb));
    expect(writes.map(({ user }) => user)).toEqual(['third', 'third', 'third']);
  });
});
