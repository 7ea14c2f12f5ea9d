import fc from 'fast-check';
import { expect } from 'vitest';
import type { Outcome } from '@instancetype/conflict';
import { runStepsAsync, statusPatchOf, type StoreCheck, storeInFamily, upgradeSteps } from '../src/index.ts';
import type { Cluster } from './cluster.ts';

/** Stores both of what the cluster's VM names, as a controller does: each revision, then one patch (BEHAVIOUR 10.1). */
export async function storePass(cluster: Cluster, check?: StoreCheck): Promise<Outcome<unknown>> {
  const { vm } = cluster;
  const instancetype = await runStepsAsync(storeInFamily(vm, 'instancetype', check), cluster);
  if (!instancetype.ok) return instancetype;
  const preference = await runStepsAsync(storeInFamily(vm, 'preference'), cluster);
  if (!preference.ok) return preference;
  const operations = statusPatchOf(vm, { instancetypeRef: instancetype.value, preferenceRef: preference.value });
  if (operations.length > 0) cluster.patchStatus(vm, operations);
  return preference;
}

/** Upgrades what the status of the cluster's VM names. */
export function upgradePass(cluster: Cluster): Promise<Outcome<unknown>> {
  return runStepsAsync(upgradeSteps(cluster.vm), cluster);
}

/** After how many writes the cluster is gone, and whether the last one still arrives. */
export interface Cut {
  readonly writes: number;
  readonly arrives: boolean;
}

/** Passes that are cut off, one after the other. */
export const cuts: fc.Arbitrary<readonly Cut[]> = fc.array(fc.record({ writes: fc.integer({ min: 0, max: 5 }), arrives: fc.boolean() }), { minLength: 1, maxLength: 4 });

/** Runs a pass that is cut off, or ends before.
 * @param cluster the cluster
 * @param pass what is done
 * @param cut where */
export async function cutPass(cluster: Cluster, pass: (cluster: Cluster) => Promise<Outcome<unknown>>, cut: Cut): Promise<void> {
  cluster.cut = { ...cut };
  try {
    await pass(cluster);
  } catch (error) {
    expect(error).toMatchObject({ code: 'cut' });
  } finally {
    cluster.cut = undefined;
  }
}

/** How many revisions were read since a call.
 * @param cluster the cluster
 * @param since how many calls there were before */
export function revisionReads(cluster: Cluster, since: number): number {
  return cluster.calls.slice(since).filter((call) => call.startsWith('get ControllerRevision')).length;
}
