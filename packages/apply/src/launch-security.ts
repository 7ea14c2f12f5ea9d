import { type Rule, sameJson } from '@instancetype/draft';
import type { Application } from './application.ts';
import { reportClash } from './clash.ts';

const RULE: Rule = { name: 'instancetype-launch-security', field: 'spec.launchSecurity' };

/** Takes the instance type's launch security (BEHAVIOUR 4.2). */
export function applyLaunchSecurity(application: Application): void {
  const theirs = application.instancetype.launchSecurity;
  if (theirs === undefined || theirs === null) return;
  const { domain } = application;
  const own = domain.get('launchSecurity');
  if (own === undefined) domain.set('launchSecurity', theirs, RULE);
  else reportClash(application, { field: 'domain.launchSecurity', own, theirField: 'spec.launchSecurity', theirs, same: sameJson(own, theirs) });
}
