import type { DomainLike, InstancetypeSpec, Maybe, PreferenceSpec, TemplateLike, VmiSpecLike } from '@instancetype/api';
import type { Diagnostic, ObjectName } from '@instancetype/conflict';
import type { Draft } from '@instancetype/draft';

/** A spec and the object that it comes from. */
export interface Named<Spec> {
  readonly spec: Spec;
  readonly object: ObjectName;
}

/** What applies to a VM; either may be absent. */
export interface Resolved {
  readonly instancetype?: Maybe<Named<InstancetypeSpec>>;
  readonly preference?: Maybe<Named<PreferenceSpec>>;
}

/** The field path under which conflicts are reported; which one depends on the caller (BEHAVIOUR 4.1). */
export type FieldBase = 'spec.template.spec' | 'spec';

/** What the handlers of an instance type work on. */
export interface Application {
  readonly template: Draft<TemplateLike>;
  readonly spec: Draft<VmiSpecLike>;
  readonly domain: Draft<DomainLike>;
  readonly instancetype: InstancetypeSpec;
  readonly preference: Named<PreferenceSpec> | undefined;
  /** Whose template it is, and whose values are applied, for messages. */
  readonly target: ObjectName;
  readonly source: ObjectName;
  readonly base: FieldBase;
  /** Filled by the handlers, in KubeVirt's order. */
  readonly found: Diagnostic[];
}
