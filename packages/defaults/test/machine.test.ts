import type { VmiSpecLike } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { type Cluster, type ClusterConfiguration, defaultArchitecture, defaultMachineType } from '../src/index.ts';
import { defaults, domainOf } from './defaulted.ts';

// BEHAVIOUR 12.4 row 1
describe('architecture', () => {
  test.each<[VmiSpecLike, Cluster, string | undefined]>([
    [{}, {}, 'amd64'],
    [{}, { defaultArchitecture: null }, 'amd64'],
    [{}, { defaultArchitecture: 'arm64' }, 'arm64'],
    [{ architecture: '' }, { defaultArchitecture: 's390x' }, 's390x'],
    [{ architecture: null }, {}, 'amd64'],
    [{ architecture: 'arm64' }, { defaultArchitecture: 's390x' }, 'arm64'],
    [{}, { defaultArchitecture: '' }, undefined],
  ])('of a VM with %j in a cluster with %j is %s', (spec, cluster, architecture) => {
    expect(defaults(spec, cluster).spec.architecture).toBe(architecture);
  });
});

// BEHAVIOUR 12.4 row 2
describe('machine type', () => {
  const PER_ARCHITECTURE: ClusterConfiguration = {
    architectureConfiguration: { amd64: { machineType: 'pc' }, arm64: { machineType: 'virt-9' }, s390x: { machineType: 's390-9' } },
  };

  test.each<[ClusterConfiguration | null, string, string]>([
    [{}, 'amd64', 'q35'],
    [null, 'amd64', 'q35'],
    [{}, 'arm64', 'virt'],
    [{}, 's390x', 's390-ccw-virtio'],
    [{}, '', 'q35'],
    [{}, 'riscv64', 'q35'],
    [{}, '__proto__', 'q35'],
    [PER_ARCHITECTURE, 'amd64', 'pc'],
    [PER_ARCHITECTURE, 'arm64', 'virt-9'],
    [PER_ARCHITECTURE, 's390x', 's390-9'],
    [PER_ARCHITECTURE, 'riscv64', 'pc'],
    [{ ...PER_ARCHITECTURE, machineType: 'mine' }, 'arm64', 'mine'],
    [{ ...PER_ARCHITECTURE, machineType: '' }, 'arm64', 'virt-9'],
    [{ architectureConfiguration: { arm64: null } }, 'arm64', 'virt'],
  ])('of a cluster with %j for %s is %s', (configuration, architecture, type) => {
    expect(defaultMachineType({ configuration }, architecture)).toBe(type);
    expect(defaults({ architecture, domain: { machine: { type: '' } } }, { configuration, defaultArchitecture: '' }).spec.domain?.machine).toEqual({ type });
  });

  test('is that of the architecture that the VM gets', () => {
    expect(defaults({}, { defaultArchitecture: 'arm64' }).spec).toMatchObject({ architecture: 'arm64', domain: { machine: { type: 'virt' } } });
  });

  test('of a VM that has one stays', () => {
    expect(domainOf({ machine: { type: 'pc' } }, { machineType: 'q35' }).machine).toEqual({ type: 'pc' });
  });

  test('is set in a machine that is null', () => {
    expect(domainOf({ machine: null }).machine).toEqual({ type: 'q35' });
  });
});

test('the cluster\'s architecture is its own, else amd64', () => {
  expect([defaultArchitecture({}), defaultArchitecture({ defaultArchitecture: 'arm64' }), defaultArchitecture({ defaultArchitecture: '' })]).toEqual(['amd64', 'arm64', '']);
});
