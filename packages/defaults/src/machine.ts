import type { VmiSpecLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { type Cluster, defaultArchitecture, defaultMachineType } from './configuration.ts';

const ARCHITECTURE: Rule = { name: 'default-architecture', field: 'status.defaultArchitecture' };
const MACHINE: Rule = { name: 'default-machine-type', field: 'spec.configuration.machineType' };

/** Gives a VM that names none the cluster's architecture (BEHAVIOUR 12.4 row 1).
 * @param spec the draft of a VMI's spec
 * @param cluster the cluster */
export function setArchitecture(spec: Draft<VmiSpecLike>, cluster: Cluster): void {
  if (spec.value?.architecture) return;
  const architecture = defaultArchitecture(cluster);
  if (architecture !== '') spec.set('architecture', architecture, ARCHITECTURE);
}

/** Gives a VM that names none the machine type of its architecture (BEHAVIOUR 12.4 row 2).
 * @param spec the draft of a VMI's spec
 * @param cluster the cluster */
export function setMachineType(spec: Draft<VmiSpecLike>, cluster: Cluster): void {
  const machine = spec.at('domain').at('machine');
  if (machine.value?.type) return;
  machine.set('type', defaultMachineType(cluster, spec.value?.architecture ?? ''), MACHINE);
}
