import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** What the process takes beside its objects with 50,000 VMs: the benchmark `controller` sees 170 to 190 MiB. */
const BESIDE_OBJECTS_MIB = 190;

const read = (path: string): string => readFileSync(join(import.meta.dirname, '..', path), 'utf8');

test('objects leave enough of the container for the rest of the process, so that V8 collects garbage before the kernel ends it', () => {
  const share = Number(/--max-old-space-size-percentage=(\d+)/.exec(read('Containerfile'))?.[1]) / 100;
  const limit = Number(/limits:\s+memory: (\d+)Mi/.exec(read('deploy/base/deployment.yaml'))?.[1]);
  expect(share * limit).toBeGreaterThan(256);
  expect(share * limit + BESIDE_OBJECTS_MIB).toBeLessThanOrEqual(limit);
});
