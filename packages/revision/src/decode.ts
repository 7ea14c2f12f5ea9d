import { API_VERSION, type ControllerRevisionLike, type Family, GROUP, type ObjectMetaLike, VERSION } from '@instancetype/api';
import { failure, type Failure, type Outcome, showValue, success } from '@instancetype/conflict';
import { convertInstancetypeSpec, convertPreferenceSpec } from './convert-legacy.ts';
import { FAMILY_NAMES, familyOfKind, SPEC_MODELS } from './family.ts';
import { LEGACY_INSTANCETYPE_SPEC } from './instancetype-model.ts';
import { decodeSpecRevision, isSpecRevision } from './legacy-form.ts';
import { METADATA } from './metadata-model.ts';
import type { ObjectModel } from './model.ts';
import { LEGACY_PREFERENCE_SPECS } from './preference-model.ts';
import { problem } from './problem.ts';
import { type Misfit, misfitText, readModel } from './read-model.ts';
import type { Stored, StoredVersion } from './stored.ts';

type Container = Readonly<Record<string, unknown>>;

const VERSIONS: Readonly<Record<string, StoredVersion>> = {
  [API_VERSION]: VERSION,
  [`${GROUP}/v1alpha2`]: 'v1alpha2',
  [`${GROUP}/v1alpha1`]: 'v1alpha1',
};

/**
 * Reads what a ControllerRevision holds (BEHAVIOUR 3.1, 3.2, with the legacy forms of 3.3 converted by 3.4). Members that the
 * API does not have are left out; what needs no change is shared with the revision.
 * @param revision a ControllerRevision. `data` is the stored object, or its JSON as text
 * @param family what must be in it
 * @returns the object; or one cause: `revision-empty`, `revision-not-decodable` (no JSON, no known kind or version, a value of
 *   the wrong type), `revision-wrong-kind` (an object of another family or another API). Pointers are into the revision
 */
export function decodeRevision<F extends Family>(revision: ControllerRevisionLike, family: F): Outcome<Stored<F>> {
  const decoded = decodeAny(revision);
  if (!decoded.ok) return decoded;
  if (familyOfKind(decoded.value.kind) === family) return decoded as Outcome<Stored<F>>;
  const what = `holds ${decoded.value.kind} ${showValue(decoded.value.name)} where ${FAMILY_NAMES[family]} is needed: name a revision of ${FAMILY_NAMES[family]}`;
  return failure(problem('revision-wrong-kind', revision, what, '/data/kind'));
}

/** Reads what a ControllerRevision holds, of whichever family.
 * @param revision a ControllerRevision */
export function decodeAny(revision: ControllerRevisionLike): Outcome<Stored> {
  const { data } = revision;
  if (data === undefined || data === null || data === '') {
    return failure(problem('revision-empty', revision, 'holds no data: recreate it from the live object'));
  }
  const text = typeof data === 'string' ? data : undefined;
  const parsed = text === undefined ? data : parse(text);
  if (!isContainer(parsed)) return notDecodable(revision, `holds ${showValue(data)} and no object in JSON`);
  return isSpecRevision(parsed, text) ? decodeSpecRevision(revision, parsed) : decodeObject(revision, parsed);
}

function decodeObject(revision: ControllerRevisionLike, data: Container): Outcome<Stored> {
  const { apiVersion, kind } = data;
  if (typeof kind !== 'string' || kind === '') return notDecodable(revision, 'holds an object without a kind', '/data/kind');
  if (typeof apiVersion !== 'string' || apiVersion === '') return notDecodable(revision, 'holds an object without an apiVersion', '/data/apiVersion');
  const version = Object.hasOwn(VERSIONS, apiVersion) ? VERSIONS[apiVersion] : undefined;
  if (version === undefined) {
    if (apiVersion.startsWith(`${GROUP}/`)) {
      return notDecodable(revision, `holds an object of the unknown version ${showValue(apiVersion)}`, '/data/apiVersion');
    }
    const what = `holds ${showValue(kind)} of ${showValue(apiVersion)}, which is neither an instance type nor a preference`;
    return failure(problem('revision-wrong-kind', revision, what, '/data/kind'));
  }
  const family = familyOfKind(kind);
  if (family === undefined) return notDecodable(revision, `holds ${showValue(kind)}, which is no kind of ${apiVersion}`, '/data/kind');
  return decodeSpec(revision, data, family, version);
}

function decodeSpec(revision: ControllerRevisionLike, data: Container, family: Family, version: StoredVersion): Outcome<Stored> {
  const metadata = (data['metadata'] ?? {}) as ObjectMetaLike;
  const read = readModel(data['spec'], version === VERSION ? SPEC_MODELS[family] : legacyModel(family, version));
  const [ofMetadata, ofSpec] = [readModel(metadata, METADATA).misfits[0], read.misfits[0]];
  if (ofMetadata) return unreadable(revision, 'metadata', ofMetadata);
  if (ofSpec) return unreadable(revision, 'spec', ofSpec);
  const { name, namespace } = metadata;
  const spec = converted(read.value, family, version);
  const kind = data['kind'] as Stored['kind'];
  const isNew = version !== VERSION || spec !== data['spec'] || metadata !== data['metadata'];
  const object = isNew ? { ...data, apiVersion: API_VERSION, kind, metadata, spec } : data;
  const value = { kind, name: name ?? '', spec, object: object as unknown as Stored['object'], version };
  return success(namespace ? { ...value, namespace } : value);
}

function legacyModel(family: Family, version: Exclude<StoredVersion, typeof VERSION>): ObjectModel {
  return family === 'preference' ? LEGACY_PREFERENCE_SPECS[version] : LEGACY_INSTANCETYPE_SPEC;
}

function converted(spec: object, family: Family, version: StoredVersion): Stored['spec'] {
  if (version === VERSION) return spec;
  return family === 'preference' ? convertPreferenceSpec(spec as Container) : convertInstancetypeSpec(spec as Container);
}

function unreadable(revision: ControllerRevisionLike, member: string, misfit: Misfit): Failure {
  return notDecodable(revision, `cannot be read: ${misfitText(member, misfit)}`, `/data/${member}${misfit.pointer}`);
}

function notDecodable(revision: ControllerRevisionLike, what: string, pointer?: string): Failure {
  return failure(problem('revision-not-decodable', revision, `${what}: recreate it from the live object`, pointer));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
