import { expect, test } from 'vitest';
import { ClusterDefaults } from '../src/index.ts';

const kubevirt = (machineType: unknown, namespace = 'kubevirt'): object => ({ metadata: { namespace, name: 'kubevirt' }, spec: { configuration: { machineType } }, status: { defaultArchitecture: 'arm64' } });

function opened(): { readonly defaults: ClusterDefaults; readonly told: string[] } {
  const told: string[] = [];
  return { defaults: new ClusterDefaults((problem) => told.push(problem)), told };
}

test('without a KubeVirt object the built-in defaults count', () => {
  const { defaults } = opened();
  expect(defaults.current).toEqual({});
  defaults.take([kubevirt('pc')]);
  defaults.take([]);
  expect(defaults.current).toEqual({});
});

test('what cannot be used leaves the last that could in place, and is told', () => {
  const { defaults, told } = opened();
  defaults.take([kubevirt('q35')]);
  defaults.take([kubevirt(7)]);
  expect(defaults.current).toMatchObject({ configuration: { machineType: 'q35' }, defaultArchitecture: 'arm64' });
  expect(told).toEqual([expect.stringContaining('spec.configuration.machineType')]);
  expect(told[0]).toContain('kubevirt/kubevirt');
  defaults.take([kubevirt('virt')]);
  expect([defaults.current.configuration?.machineType, defaults.problem]).toEqual(['virt', undefined]);
});

test('of several the first by name counts, in whichever order they come', () => {
  const { defaults } = opened();
  const [one, other] = [kubevirt('first', 'a'), kubevirt('second', 'b')];
  for (const objects of [[one, other], [other, one]]) {
    defaults.take(objects);
    expect(defaults.current.configuration?.machineType).toBe('first');
  }
});
