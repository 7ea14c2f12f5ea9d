import type { DomainLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';

const RULE: Rule = { name: 'required-devices' };

/** Gives a domain that a default created its `devices`, which the API requires: KubeVirt's own types always print them
 * (BEHAVIOUR 0.3). A domain that is not there stays away.
 * @param domain the draft of the template's domain */
export function setRequiredDevices(domain: Draft<DomainLike>): void {
  if (domain.value !== undefined && domain.get('devices') === undefined) domain.set('devices', {}, RULE);
}
