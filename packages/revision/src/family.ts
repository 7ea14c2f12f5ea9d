import {
  type Family,
  INSTANCETYPE_RESOURCES,
  type InstancetypeKind,
  type InstancetypeSpec,
  PREFERENCE_RESOURCES,
  type PreferenceKind,
  type PreferenceSpec,
} from '@instancetype/api';
import { INSTANCETYPE_SPEC } from './instancetype-model.ts';
import type { ObjectModel } from './model.ts';
import { PREFERENCE_SPEC } from './preference-model.ts';

/** The spec of each family. */
export interface SpecOf {
  readonly instancetype: InstancetypeSpec;
  readonly preference: PreferenceSpec;
}

/** The two kinds of each family. */
export interface KindOf {
  readonly instancetype: InstancetypeKind;
  readonly preference: PreferenceKind;
}

/** How the specs are modelled. */
export const SPEC_MODELS: Readonly<Record<Family, ObjectModel>> = { instancetype: INSTANCETYPE_SPEC, preference: PREFERENCE_SPEC };

/** How messages name a family. */
export const FAMILY_NAMES: Readonly<Record<Family, string>> = { instancetype: 'an instance type', preference: 'a preference' };

/** Whether a kind, exactly as written, is one of an instance type (BEHAVIOUR 1.1). */
function isInstancetypeKind(kind: unknown): kind is InstancetypeKind {
  return INSTANCETYPE_RESOURCES.some((resource) => resource.kind === kind);
}

/** Whether a kind, exactly as written, is one of a preference (BEHAVIOUR 1.1). */
function isPreferenceKind(kind: unknown): kind is PreferenceKind {
  return PREFERENCE_RESOURCES.some((resource) => resource.kind === kind);
}

/** The family of a kind, exactly as written; undefined for any other kind. */
export function familyOfKind(kind: unknown): Family | undefined {
  return isInstancetypeKind(kind) ? 'instancetype' : isPreferenceKind(kind) ? 'preference' : undefined;
}
