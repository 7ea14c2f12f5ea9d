import { describe, expect, test } from 'vitest';
import { type CatalogInstancetype, type CatalogPreference, instancetypes, preferences } from '../src/index.ts';

function label({ metadata }: CatalogInstancetype | CatalogPreference, key: string): string | undefined {
  return metadata.labels[`instancetype.kubevirt.io/${key}`];
}

/** Bytes of a quantity as the catalog writes them: `512Mi`, `1.5Gi`. */
function bytes(quantity: unknown): number {
  const [, number, unit] = /^([\d.]+)(Mi|Gi)$/.exec(String(quantity)) ?? [];
  if (number === undefined) throw new Error(`not a quantity of this catalog: ${String(quantity)}`);
  return Number(number) * (unit === 'Gi' ? 2 ** 30 : 2 ** 20);
}

describe.each(instancetypes().map((object) => [object.metadata.name, object] as const))('%s', (name, object) => {
  const { cpu, memory } = object.spec;

  test('its labels agree with its spec', () => {
    expect(label(object, 'cpu')).toBe(String(cpu.guest));
    expect(label(object, 'memory')).toBe(memory.guest);
    expect(label(object, 'hugepages')).toBe(memory.hugepages?.pageSize);
    expect(label(object, 'dedicatedCPUPlacement')).toBe(cpu.dedicatedCPUPlacement ? 'true' : undefined);
    expect(label(object, 'isolateEmulatorThread')).toBe(cpu.isolateEmulatorThread ? 'true' : undefined);
    expect(label(object, 'numa')).toBe(cpu.numa ? 'true' : undefined);
    expect(label(object, 'realtime')).toBe(cpu.realtime ? 'true' : undefined);
    expect(`${name.split('.')[0]}.${label(object, 'size')}`).toBe(name);
  });

  test('KubeVirt admits it', () => {
    expect(cpu.guest).toBeGreaterThan(0);
    expect(cpu.maxSockets ?? cpu.guest).toBeGreaterThanOrEqual(cpu.guest);
    if (memory.hugepages) {
      expect(bytes(memory.guest) % bytes(memory.hugepages.pageSize)).toBe(0);
      expect(memory.overcommitPercent).toBeUndefined();
    }
  });
});

describe.each(preferences().map((object) => [object.metadata.name, object] as const))('%s', (_name, object) => {
  const { annotations, preferredArchitecture, requirements } = object.spec;

  test('its labels agree with its spec', () => {
    expect(label(object, 'os-type')).toBe(annotations?.['vm.kubevirt.io/os']);
    expect(label(object, 'required-cpu')).toBe(requirements?.cpu?.guest?.toString());
    expect(label(object, 'required-memory')).toBe(requirements?.memory?.guest);
    expect(label(object, 'required-architecture')).toBe(requirements?.architecture);
    expect(label(object, 'preferred-architecture')).toBe(preferredArchitecture);
    expect(label(object, 'arch')).toBe(preferredArchitecture);
  });

  test('an instance type of the catalog meets its requirements', () => {
    const cpus = requirements?.cpu?.guest ?? 0;
    const memory = requirements?.memory ? bytes(requirements.memory.guest) : 0;
    const fitting = instancetypes().filter((it) => it.spec.cpu.guest >= cpus && bytes(it.spec.memory.guest) >= memory);
    expect(fitting).not.toEqual([]);
  });
});

test('sizes of a series go from small to large', () => {
  const series = Map.groupBy(instancetypes(), ({ metadata, spec }) => {
    return `${metadata.name.split('.')[0]} ${spec.memory.hugepages?.pageSize}`;
  });
  for (const [name, types] of series) {
    const sizes = types.map((it) => bytes(it.spec.memory.guest));
    expect(sizes, name).toEqual(sizes.toSorted((a, b) => a - b));
  }
});
