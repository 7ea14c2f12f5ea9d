import { API_VERSION, type ControllerRevisionLike, type Family, INSTANCETYPE, PREFERENCE } from '@instancetype/api';
import { failure, type Outcome, success } from '@instancetype/conflict';
import { decodeBase64 } from './base64.ts';
import { convertInstancetypeSpec, convertPreferenceSpec } from './convert-legacy.ts';
import { duplicateKey } from './duplicate-key.ts';
import { LEGACY_INSTANCETYPE_SPEC } from './instancetype-model.ts';
import { LEGACY_PREFERENCE_SPECS } from './preference-model.ts';
import { problem } from './problem.ts';
import { misfitText, readModel } from './read-model.ts';
import type { Stored } from './stored.ts';

/** The oldest form of a revision's data: the API version and, in base64, the JSON of a v1alpha1 spec. */
export interface SpecRevision {
  readonly apiVersion?: string | null | undefined;
  readonly spec?: string | null | undefined;
}

type Container = Readonly<Record<string, unknown>>;

/** Whether data has the oldest form (BEHAVIOUR 3.3 A and B): no other members than these two, and these are text.
 * @param data a revision's data, parsed
 * @param text the same as it was written, where it was written as text */
export function isSpecRevision(data: Container, text: string | undefined): data is Container & SpecRevision {
  const keys = Object.keys(data);
  if (keys.length === 0 || !keys.every((key) => key === 'apiVersion' || key === 'spec')) return false;
  return isText(data['apiVersion']) && isText(data['spec']) && (text === undefined || duplicateKey(text) === undefined);
}

/** Decodes the oldest form (BEHAVIOUR 3.3 A and B). What fits a preference is one, so an empty spec is a preference.
 * @param revision the revision that holds it, for messages
 * @param data its data */
export function decodeSpecRevision(revision: ControllerRevisionLike, data: SpecRevision): Outcome<Stored> {
  const encoded = data.spec ?? '';
  if (encoded === '') return failure(problem('revision-empty', revision, 'holds no spec: recreate it from the live object', '/data/spec'));
  const text = decodeBase64(encoded);
  const spec = text === undefined ? undefined : parseStrictly(text);
  if (spec === undefined) {
    const what = 'holds a spec that is not JSON without repeated names in base64: recreate it from the live object';
    return failure(problem('revision-not-decodable', revision, what, '/data/spec'));
  }
  const preference = readModel(spec.value, LEGACY_PREFERENCE_SPECS.v1alpha1, { strict: true });
  const [ofPreference] = preference.misfits;
  if (!ofPreference) return success(stored('preference', preference.value as Container));
  const instancetype = readModel(spec.value, LEGACY_INSTANCETYPE_SPEC, { strict: true });
  const [ofInstancetype] = instancetype.misfits;
  if (!ofInstancetype) return success(stored('instancetype', instancetype.value as Container));
  const what = `holds a v1alpha1 spec that is neither a preference (${misfitText('spec', ofPreference)}) nor an instance type (${misfitText('spec', ofInstancetype)})`;
  return failure(problem('revision-not-decodable', revision, what, '/data/spec'));
}

/** The names are KubeVirt's: the oldest form does not tell the object's own. */
function stored(family: Family, old: Container): Stored {
  const isPreference = family === 'preference';
  const kind = isPreference ? PREFERENCE.kind : INSTANCETYPE.kind;
  const name = isPreference ? 'old-version-of-preference-object' : 'old-version-of-instancetype-object';
  const spec = isPreference ? convertPreferenceSpec(old) : convertInstancetypeSpec(old);
  return { kind, name, spec, object: { apiVersion: API_VERSION, kind, metadata: { name }, spec }, version: 'v1alpha1' };
}

function parseStrictly(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return duplicateKey(text) === undefined ? { value } : undefined;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}
