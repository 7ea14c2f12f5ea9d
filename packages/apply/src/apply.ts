import type { InstancetypeSpec, PreferenceSpec, TemplateLike } from '@instancetype/api';
import type { Causes, Diagnostic, ObjectName } from '@instancetype/conflict';
import type { Draft } from '@instancetype/draft';
import { applyPreferenceTo } from '@instancetype/preference-apply';
import { applyAnnotations } from './annotations.ts';
import type { FieldBase, Named, Resolved } from './application.ts';
import { applyCpu } from './cpu.ts';
import { applyGpus, applyHostDevices } from './devices.ts';
import { unreadableMembers, unreadableSpecs } from './guard.ts';
import { applyIoThreads, applyIoThreadsPolicy } from './io-threads.ts';
import { applyLaunchSecurity } from './launch-security.ts';
import { applyMemory } from './memory.ts';
import { applyNodeSelector, applySchedulerName } from './scheduling.ts';

/** Whose template it is, and under which path conflicts are reported. */
export interface Target {
  readonly object: ObjectName;
  readonly base: FieldBase;
}

// a spec out of a manifest may be null
const NO_SPEC = {};

/** Applies an instance type, then a preference, to a template (or a VMI) through a draft (BEHAVIOUR 4.1). Where it fails the
 * draft is half written and to be thrown away (Appendix B2).
 * @param template the draft of what has `metadata` and `spec`
 * @param resolved the instance type and the preference, either of which may be absent
 * @param target for the conflicts' paths and messages
 * @returns the conflicts in KubeVirt's order, or members that cannot be read; undefined where it was applied */
export function applyTo(template: Draft<TemplateLike>, resolved: Resolved, target: Target): Causes | undefined {
  const { instancetype, preference } = resolved;
  const unreadable = unreadableSpecs(resolved);
  if (unreadable) return unreadable;
  const found: Diagnostic[] = [];
  if (instancetype) applyInstancetype(template, instancetype, preference ?? undefined, target, found);
  if (preference && found.length === 0) {
    template.by({ origin: 'preference', kind: preference.object.kind, name: preference.object.name });
    applyPreferenceTo(template, preference.spec ?? NO_SPEC);
  }
  return unreadableMembers(template, target.object) ?? (found.length === 0 ? undefined : (found as unknown as Causes));
}

/** All handlers run, in KubeVirt's order, which is also the order of the conflicts. */
function applyInstancetype(
  template: Draft<TemplateLike>,
  { spec: own, object: source }: Named<InstancetypeSpec>,
  preference: Named<PreferenceSpec> | undefined,
  { object: target, base }: Target,
  found: Diagnostic[],
): void {
  template.by({ origin: 'instancetype', kind: source.kind, name: source.name });
  const instancetype = own ?? NO_SPEC;
  const spec = template.at('spec');
  const domain = spec.at('domain');
  const application = { template, spec, domain, instancetype, preference, target, source, base, found };
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
