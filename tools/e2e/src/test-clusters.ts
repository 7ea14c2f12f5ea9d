import { findBinaries } from '@instancetype-tools/apiserver';
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { TestCluster } from './cluster.ts';
import { openEmbedded } from './embedded.ts';
import { openReal } from './real.ts';

/** A cluster that a test can open. */
export interface Openable {
  readonly name: TestCluster['name'];
  /** Why it cannot be opened, in a line for a person. */
  readonly missing: string | undefined;
  open(): Promise<TestCluster>;
}

const START_MS = 120_000;

/** The clusters on which an end-to-end test runs: the embedded API always, and a real one where its programs are. */
export function openTestClusters(): readonly Openable[] {
  const found = findBinaries();
  return [
    { name: 'embedded', missing: undefined, open: openEmbedded },
    { name: 'real', missing: 'missing' in found ? found.missing : undefined, open: openReal },
  ];
}

/** Describes the same on every cluster: each is opened before the tests and closed after them. One that cannot be opened shows as a
 * skipped test whose title says why.
 * @param title what is described
 * @param define defines the tests; the cluster may be asked for when they run */
export function describeOnClusters(title: string, define: (cluster: () => TestCluster) => void): void {
  for (const { name, missing, open } of openTestClusters()) {
    if (missing !== undefined) {
      test.skip(`${title}, on a ${name} kube-apiserver: skipped, ${missing}`);
      continue;
    }
    describe(`${title} (${name})`, () => {
      let opened: TestCluster | undefined;
      beforeAll(async () => {
        opened = await open();
      }, START_MS);
      afterAll(() => opened?.close());
      define(() => {
        if (!opened) throw new Error('The cluster is open while tests run, not while they are defined.');
        return opened;
      });
    });
  }
}
