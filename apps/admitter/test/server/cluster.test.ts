import { RESOURCES } from '@instancetype/kube';
import { describe, expect, test } from 'vitest';
import { instancetype, reviewOf, vm } from '../review/harness.ts';
import { ADMITTER_USER, startBoth, until } from './harness.ts';

const VALIDATE = '/virtualmachines-validate';
const MUTATE = '/virtualmachines-mutate';
const small = instancetype({ cpu: { guest: 2 }, memory: { guest: '2Gi' } }, 'small');
const named = (it: string): Record<string, unknown> => vm({ instancetype: { name: it }, preference: { name: 'linux' } });

describe('readiness', () => {
  test('waits for every cache, and says which; reviews are answered meanwhile with what the cluster says', async () => {
    let isOpen = false;
    const running = await startBoth({ cluster: { faults: ({ user, verb, resource }) => (user === ADMITTER_USER && !isOpen && verb !== 'get' && resource.startsWith('virtualmachinepreferences') ? { status: { code: 500, reason: 'InternalError' } } : undefined) } });
    try {
      await running.create(small);
      await until(async () => (await running.probe('/readyz?verbose')).text.includes('virtualmachinepreferences'));
      expect((await running.probe('/readyz')).status).toBe(503);
      expect((await running.probe('/livez')).status).toBe(200);
      const conflict = vm({ instancetype: { name: 'small' } }, { memory: { guest: '1Gi' } });
      expect((await running.review(VALIDATE, reviewOf(conflict))).status.code).toBe(422);
      isOpen = true;
      await until(async () => (await running.probe('/readyz')).status === 200);
    } finally {
      await running.stop();
    }
  });

  test('that does not come about is explained by the log', async () => {
    const running = await startBoth({ cluster: { faults: ({ user, resource }) => (user === ADMITTER_USER && resource.startsWith('virtualmachinepreferences') ? { status: { code: 403, reason: 'Forbidden', message: 'no right to list' } } : undefined) } });
    try {
      await until(() => running.lines.some(({ level, resource, code, problem }) => level === 'warn' && resource === 'virtualmachinepreferences' && code === 'forbidden' && String(problem).includes('no right to list')));
    } finally {
      await running.stop();
    }
  });
});

describe('a cluster without KubeVirt', () => {
  test('is served by the built-in defaults, and by those of a KubeVirt that is installed later', async () => {
    let isInstalled = false;
    const notFound = { status: { code: 404, reason: 'NotFound' } };
    const running = await startBoth({ cluster: { faults: ({ user, resource }) => (user === ADMITTER_USER && !isInstalled && resource.startsWith('kubevirts.') ? notFound : undefined) } });
    const machine = async (): Promise<unknown> => {
      const { patch } = await running.review(MUTATE, reviewOf(vm()));
      return (JSON.parse(Buffer.from(patch, 'base64').toString('utf8')) as { readonly path: string; readonly value: { readonly type?: string } }[]).find(({ path }) => path.endsWith('/machine'))?.value.type;
    };
    try {
      await until(async () => (await running.probe('/readyz')).status === 200);
      expect(await machine()).toBe('q35');
      expect((await running.probe('/metrics')).text).toMatch(/cache_synced\{resource="kubevirts"\} 0/);
      isInstalled = true;
      await running.create({ apiVersion: 'kubevirt.io/v1', kind: 'KubeVirt', metadata: { name: 'kubevirt', namespace: 'kubevirt' }, spec: { configuration: { machineType: 'pc-i440fx' } } });
      await until(async () => (await machine()) === 'pc-i440fx');
    } finally {
      await running.stop();
    }
  });
});

describe('a cluster that goes away', () => {
  test('is found again, with all that has changed meanwhile, and the metrics tell', async () => {
    let isAway = false;
    const running = await startBoth({ cluster: { faults: ({ user }) => (isAway && user === ADMITTER_USER ? { cut: true } : undefined) } });
    const follows = async (): Promise<boolean> => /cache_following\{resource="virtualmachineclusterinstancetypes"\} 1/.test((await running.probe('/metrics')).text);
    const refuses = async (it: string): Promise<boolean> => !(await running.review(VALIDATE, reviewOf(vm({ instancetype: { name: it } }, { memory: { guest: '1Gi' } })))).allowed;
    const resource = RESOURCES.VirtualMachineClusterInstancetype;
    try {
      await running.create(small);
      await until(async () => (await running.probe('/readyz')).status === 200 && (await refuses('small')));
      isAway = true;
      running.cluster.disconnect();
      await until(async () => !(await follows()));
      await running.api.delete(resource, { name: 'small' });
      await running.create(instancetype({ cpu: { guest: 2 }, memory: { guest: '2Gi' } }, 'new'));
      // the events are gone, too: everything has to be read anew
      running.cluster.compact();
      // what the caches hold is what there is, and what they do not hold cannot be read
      expect([await refuses('small'), await refuses('new')]).toEqual([true, false]);
      expect((await running.probe('/readyz')).status).toBe(200);
      isAway = false;
      await until(follows);
      expect([await refuses('small'), await refuses('new')]).toEqual([false, true]);
    } finally {
      await running.stop();
    }
  });
});

describe('a cluster that does not answer in time', () => {
  test('is no reason to be late: the deadline of the API server counts (row 24)', async () => {
    const faults = ({ user, verb }: { user: string; verb: string }) => (user === ADMITTER_USER && verb === 'get' ? { delay: 60_000 } : undefined);
    const running = await startBoth({ cluster: { faults }, flags: ['--missing-objects=deny'] });
    try {
      await until(async () => (await running.probe('/readyz')).status === 200);
      const { status, text } = await running.post(`${VALIDATE}?timeout=1s`, JSON.stringify(reviewOf(named('slow'))));
      expect([status, JSON.parse(text).response.allowed, JSON.parse(text).response.status.code]).toEqual([200, false, 504]);
    } finally {
      await running.stop();
    }
  });
});
