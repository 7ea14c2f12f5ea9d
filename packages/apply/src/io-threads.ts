import type { Rule } from '@instancetype/draft';
import type { Application } from './application.ts';
import { reportClash } from './clash.ts';

const COUNT_FIELD = 'spec.ioThreads.supplementalPoolThreadCount';
const COUNT: Rule = { name: 'instancetype-io-threads', field: COUNT_FIELD };
const POLICY: Rule = { name: 'instancetype-io-threads-policy', field: 'spec.ioThreadsPolicy' };

/** Takes the instance type's number of supplemental I/O threads (BEHAVIOUR 4.2). */
export function applyIoThreads(application: Application): void {
  const theirs = application.instancetype.ioThreads?.supplementalPoolThreadCount;
  if (theirs === undefined || theirs === null) return;
  const ioThreads = application.domain.at('ioThreads');
  const own = ioThreads.get('supplementalPoolThreadCount');
  if (own === undefined) ioThreads.set('supplementalPoolThreadCount', theirs, COUNT);
  else reportClash(application, { field: 'domain.ioThreads.supplementalPoolThreadCount', own, theirField: COUNT_FIELD, theirs, same: own === theirs });
}

/** Takes the instance type's I/O thread policy, also an empty one (BEHAVIOUR 4.2). */
export function applyIoThreadsPolicy(application: Application): void {
  const theirs = application.instancetype.ioThreadsPolicy;
  if (theirs === undefined || theirs === null) return;
  const { domain } = application;
  const own = domain.get('ioThreadsPolicy');
  if (own === undefined) domain.set('ioThreadsPolicy', theirs, POLICY);
  else reportClash(application, { field: 'domain.ioThreadsPolicy', own, theirField: 'spec.ioThreadsPolicy', theirs, same: own === theirs });
}
