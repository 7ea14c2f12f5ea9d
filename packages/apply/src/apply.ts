import type { TemplateLike } from '@instancetype/api';
import type { Diagnostic, ObjectName } from '@instancetype/conflict';
import type { Draft } from '@instancetype/draft';
import { applyPreferenceTo } from '@instancetype/preference-apply';
import { applyAnnotations } from './annotations.ts';
import type { Application, FieldBase, Resolved } from './application.ts';
import { applyCpu } from './cpu.ts';
import { applyGpus, applyHostDevices } from './devices.ts';
import { applyIoThreads, applyIoThreadsPolicy } from './io-threads.ts';
import { applyLaunchSecurity } from './launch-security.ts';
import { applyMemory } from './memory.ts';
import { applyNodeSelector, applySchedulerName } from './scheduling.ts';

/** Whose template it is, and under which path conflicts are reported. */
export interface Target {
  readonly object: ObjectName;
  readonly base: FieldBase;
}

/** Applies an instance type, then a preference, to a template (or a VMI) through a draft (BEHAVIOUR 4.1). Where the result is
 * not empty the draft is half written and to be thrown away (Appendix B2).
 * @param template the draft of what has `metadata` and `spec`
 * @param resolved the instance type and the preference, either of which may be absent
 * @param target for the conflicts' paths and messages
 * @returns the conflicts, in KubeVirt's order; none where it was applied */
export function applyTo(template: Draft<TemplateLike>, resolved: Resolved, target: Target): readonly Diagnostic[] {
  const { instancetype, preference } = resolved;
  const found: Diagnostic[] = [];
  if (instancetype) {
    template.by({ origin: 'instancetype', kind: instancetype.object.kind, name: instancetype.object.name });
    applyInstancetype({
      template,
      spec: template.at('spec'),
      instancetype: instancetype.spec,
      preference: preference?.spec,
      target: target.object,
      source: instancetype.object,
      preferenceSource: preference?.object,
      base: target.base,
      found,
    });
  }
  if (preference && found.length === 0) {
    template.by({ origin: 'preference', kind: preference.object.kind, name: preference.object.name });
    applyPreferenceTo(template, preference.spec);
  }
  return found;
}

/** All handlers run, in KubeVirt's order, which is also the order of the conflicts. */
function applyInstancetype(application: Application): void {
  applyNodeSelector(application);
  applySchedulerName(application);
  applyCpu(application);
  applyMemory(application);
  applyIoThreads(application);
  applyIoThreadsPolicy(application);
  applyLaunchSecurity(application);
  applyGpus(application);
  applyHostDevices(application);
  applyAnnotations(application);
}
