import type { InstancetypeSpec, PreferenceSpec } from '@instancetype/api';

type Container = Readonly<Record<string, unknown>>;

/** The spec of an instance type of v1alpha1 or v1alpha2 as v1beta1 (BEHAVIOUR 3.4). Model, dedicated placement and emulator
 * thread isolation become set even where the old object did not mention them: the old versions could not tell.
 * @param old a spec that fits its model */
export function convertInstancetypeSpec(old: Container): InstancetypeSpec {
  const cpu = (old['cpu'] ?? {}) as Container;
  return {
    ...old,
    cpu: {
      ...cpu,
      model: (cpu['model'] ?? '') as string,
      dedicatedCPUPlacement: (cpu['dedicatedCPUPlacement'] ?? false) as boolean,
      isolateEmulatorThread: (cpu['isolateEmulatorThread'] ?? false) as boolean,
    },
  };
}

/** The spec of a preference of v1alpha1 or v1alpha2 as v1beta1 (BEHAVIOUR 3.4). Topologies keep their old names; an empty
 * one becomes unset.
 * @param old a spec that fits its model */
export function convertPreferenceSpec(old: Container): PreferenceSpec {
  const cpu = (old['cpu'] ?? undefined) as Container | undefined;
  return cpu?.['preferredCPUTopology'] === '' ? { ...old, cpu: {} } : old;
}
