import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { instancetypeSchema } from '../src/instancetype-schema.ts';
import { preferenceSchema } from '../src/preference-schema.ts';
import { virtualMachineSchema } from '../src/virtual-machine-schema.ts';
import { flatten } from './flatten.ts';

// Every field, its type and its constraints, compared once with KubeVirt v1.9's own resource definitions. A digest that
// changes on purpose is computed anew and the change compared again.
const DIGESTS = [
  { kind: 'VirtualMachine', schema: virtualMachineSchema, fields: 920, digest: '6c8fe4d1e867010d98c4a359685a3b533931412dda462a1190fe44db84ac7dfe' },
  { kind: 'VirtualMachineInstancetype', schema: instancetypeSchema, fields: 58, digest: '708318a00bafc8bee052375faa8fa4ce18727196e5e4aeda0354bc0f12f0d8cd' },
  { kind: 'VirtualMachinePreference', schema: preferenceSchema, fields: 156, digest: '280334041fcbc4e281c102698ea1f9de093ff8adececc94fc2d5d766c608261c' },
];

describe('the structure of', () => {
  it.each(DIGESTS)('$kind is the one that was compared with KubeVirt', ({ schema, fields, digest }) => {
    const lines = flatten(schema());
    expect(lines).toHaveLength(fields);
    expect(createHash('sha256').update(lines.join('\n')).digest('hex')).toBe(digest);
  });
});

describe('unsigned fields', () => {
  it('are these, and no others have a lower bound of 0 but a percentage', () => {
    const unsigned = [virtualMachineSchema, instancetypeSchema, preferenceSchema]
      .flatMap((schema) => flatten(schema()))
      .filter((line) => line.includes(' integer 0..'))
      .map((line) => line.slice(1, line.indexOf(' ')).split('.').at(-1));
    expect([...new Set(unsigned)].sort()).toEqual([
      'bootOrder',
      'cores',
      'discardGranularity',
      'guest',
      'logical',
      'maxSockets',
      'overcommitPercent',
      'physical',
      'preferSpreadSocketToCoreRatio',
      'ratio',
      'sockets',
      'spinlocks',
      'supplementalPoolThreadCount',
      'threads',
    ]);
  });
});
