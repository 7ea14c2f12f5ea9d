import type { VmiSpecLike } from '@instancetype/api';
import { type Diagnostic, showValue } from '@instancetype/conflict';
import type { Cluster } from '@instancetype/defaults';
import { checkLiveUpdate } from '@instancetype/validate';

const MAX_VCPUS = 2 ** 32 - 1;

/** Whether a VM that has its instance type applied can be updated while it runs, where the cluster is to do so (BEHAVIOUR
 * 14.3 step 6).
 * @param spec the template's spec
 * @param cluster the cluster
 * @returns `sockets-above-maximum`, `memory-not-hotpluggable`, or nothing */
export function checkRollout(spec: VmiSpecLike | undefined, { configuration }: Cluster): readonly Diagnostic[] {
  return (configuration?.vmRolloutStrategy ?? 'LiveUpdate') === 'LiveUpdate' ? checkLiveUpdate(spec) : [];
}

/** Refuses a topology with more vCPUs than can be counted.
 * @param spec the template's spec */
export function checkVcpus(spec: VmiSpecLike | undefined): readonly Diagnostic[] {
  const { sockets, cores, threads } = spec?.domain?.cpu ?? {};
  const vcpus = [sockets, cores, threads].reduce<number>((product, each) => product * (typeof each === 'number' && each !== 0 ? each : 1), 1);
  if (vcpus <= MAX_VCPUS) return [];
  const field = 'spec.template.spec.domain.cpu';
  const message = `The sockets, cores and threads of ${field} make ${showValue(vcpus)} vCPUs, more than can be counted: lower them`;
  return [{ code: 'too-many-vcpus', severity: 'error', message, reason: 'FieldValueInvalid', field, pointer: `/${field.replaceAll('.', '/')}` }];
}
