import { describe, expect, test } from 'vitest';
import { failureSteps, runSyncStepsAsync, sync } from '../src/index.ts';
import { Cluster, type Vm } from './cluster.ts';
import { INSTANCETYPE, NOW, oldRevision, PREFERENCE, VM, withPolicy } from './objects.ts';

/** Makes every write of the VM arrive as it is, and be answered with something else than the VM. */
function answering(cluster: Cluster, answer: unknown): Cluster {
  const { patchStatus, update } = cluster;
  cluster.update = (vm) => (update.call(cluster, vm), answer as object);
  // without the answer, nobody knows the next resource version
  cluster.patchStatus = (vm, operations) => (patchStatus.call(cluster, vm, operations.filter(({ path }) => path !== '/metadata/resourceVersion')), answer as object);
  return cluster;
}

describe.each([undefined, null, {}])('with a client that answers writes with %j, the VM is what was written', (answer) => {
  const failure = { type: 'Failure', status: 'True', reason: 'FailedCreate', message: 'before' };
  const before = [{}, { conditions: [{ type: 'Ready' }] }, { conditions: [{ type: 'Ready' }, failure, { type: 'Paused' }] }];

  test.each(before)('with its condition, after %j', async (status) => {
    for (const next of [{ reason: 'FailedCreate', message: 'after' }, undefined]) {
      const cluster = answering(new Cluster({ ...VM, status: { ...status, printableStatus: 'Stopped' } as never }), answer);
      expect(await runSyncStepsAsync(failureSteps(cluster.vm, next, { now: NOW }), cluster)).toEqual({ ...cluster.vm, metadata: VM.metadata });
    }
  });

  test('with everything in it, and without its references', async () => {
    const status = { instancetypeRef: { name: 'small', controllerRevisionRef: { name: 'old-it' } }, printableStatus: 'Stopped' };
    const cluster = answering(new Cluster({ ...VM, status: status as Vm['status'] }, oldRevision('old-it', INSTANCETYPE), PREFERENCE), answer);
    const outcome = await sync(cluster.vm, cluster, { cluster: withPolicy('expandAll') });
    expect(outcome).toMatchObject({ error: undefined, vm: { status: { printableStatus: 'Stopped' } } });
    expect(outcome.vm).toEqual({ ...cluster.vm, metadata: VM.metadata });
  });
});

test('what a cluster adds to the status as it takes a patch is part of the VM', async () => {
  const cluster = answering(new Cluster(VM, INSTANCETYPE, PREFERENCE), { metadata: { ...VM.metadata, resourceVersion: '9' }, status: { printableStatus: 'Stopped' } });
  const { vm } = await sync(cluster.vm, cluster);
  expect(vm).toMatchObject({ metadata: { resourceVersion: '9' }, status: { printableStatus: 'Stopped' } });
});
