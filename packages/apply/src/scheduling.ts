import type { Rule } from '@instancetype/draft';
import { sameJson } from '@instancetype/draft';
import type { Application } from './application.ts';
import { reportClash } from './clash.ts';

const NODE_SELECTOR: Rule = { name: 'instancetype-node-selector', field: 'spec.nodeSelector' };
const SCHEDULER: Rule = { name: 'instancetype-scheduler', field: 'spec.schedulerName' };

/** Takes the instance type's node selector; any selector of the VM's own, even an empty one, clashes (BEHAVIOUR 4.2). */
export function applyNodeSelector(application: Application): void {
  const { spec, instancetype } = application;
  const theirs = instancetype.nodeSelector;
  if (!theirs) return;
  const own = spec.get('nodeSelector');
  if (own === undefined) spec.set('nodeSelector', theirs, NODE_SELECTOR);
  else reportClash(application, { field: 'nodeSelector', own, theirField: 'spec.nodeSelector', theirs, same: sameJson(own, theirs) });
}

/** Takes the instance type's scheduler (BEHAVIOUR 4.2). */
export function applySchedulerName(application: Application): void {
  const { spec, instancetype } = application;
  const theirs = instancetype.schedulerName;
  if (!theirs) return;
  const own = spec.get('schedulerName');
  if (!own) spec.set('schedulerName', theirs, SCHEDULER);
  else reportClash(application, { field: 'schedulerName', own, theirField: 'spec.schedulerName', theirs, same: own === theirs });
}
