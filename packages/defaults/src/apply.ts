import type { VmiSpecLike } from '@instancetype/api';
import type { Causes, Diagnostic } from '@instancetype/conflict';
import type { Author, Draft, Rule } from '@instancetype/draft';
import { type Cluster, defaultEvictionStrategy } from './configuration.ts';
import { setImagePullPolicies } from './image-pull-policy.ts';
import { setArchitecture, setMachineType } from './machine.ts';
import { addNetworkInterface } from './network-interface.ts';
import type { Findings } from './read-quantity.ts';
import { setCpuRequest, setCpuTopology, setGuestMemory } from './resources.ts';
import { addVolumeDisks } from './volume-disks.ts';

const EVICTION: Rule = { name: 'default-eviction-strategy', field: 'spec.configuration.evictionStrategy' };

/** On whose behalf defaults are written. */
export const DEFAULTS_AUTHOR: Author = { origin: 'default', kind: 'KubeVirt' };

/** Sets on a VMI's spec the defaults that KubeVirt sets, in its order (BEHAVIOUR 12.4).
 * @param spec the draft of a VMI's spec, after instance type and preference
 * @param cluster the cluster
 * @returns what keeps it from getting its defaults; undefined where it got them */
export function applyDefaultsTo(spec: Draft<VmiSpecLike>, cluster: Cluster): Causes | undefined {
  const found = setDefaultValues(spec, cluster);
  const refused = addNetworkInterface(spec, cluster);
  if (refused) found.push(refused);
  addVolumeDisks(spec);
  return causesOf(found);
}

/** {@link applyDefaultsTo} for a spec that has had {@link addDefaultDevices}: what those add, no second time adds to.
 * @param spec the draft of a VMI's spec, after instance type and preference
 * @param cluster the cluster
 * @returns what keeps it from getting its defaults; undefined where it got them */
export function applyDefaultValuesTo(spec: Draft<VmiSpecLike>, cluster: Cluster): Causes | undefined {
  return causesOf(setDefaultValues(spec, cluster));
}

function causesOf(found: readonly Diagnostic[]): Causes | undefined {
  return found.length === 0 ? undefined : (found as unknown as Causes);
}

function setDefaultValues(spec: Draft<VmiSpecLike>, cluster: Cluster): Diagnostic[] {
  spec.by(DEFAULTS_AUTHOR);
  const domain = spec.at('domain');
  const findings: Findings = { found: [] };
  setArchitecture(spec, cluster);
  setMachineType(spec, cluster);
  setCpuRequest(domain, cluster, findings);
  setGuestMemory(domain, findings);
  setCpuTopology(domain, findings);
  setImagePullPolicies(spec);
  if (spec.get('evictionStrategy') === undefined) spec.set('evictionStrategy', defaultEvictionStrategy(cluster), EVICTION);
  return findings.found;
}

/** Adds what KubeVirt adds before it applies an instance type: a disk for each volume and the default interface
 * (BEHAVIOUR 12.1 steps 4 and 5).
 * @param spec the draft of a VMI's spec
 * @param cluster the cluster
 * @returns why the cluster's default interface cannot be used, or undefined */
export function addDefaultDevices(spec: Draft<VmiSpecLike>, cluster: Cluster): Diagnostic | undefined {
  spec.by(DEFAULTS_AUTHOR);
  addVolumeDisks(spec);
  return addNetworkInterface(spec, cluster);
}
