import { failure, nearestWord, showValue } from '@instancetype/conflict';
import type { Failure, Outcome } from '@instancetype/conflict';
import { KIND_SCHEMAS } from './kind-schemas.ts';
import type { KindSchema } from './kind-schemas.ts';
import { described, printable } from './printable.ts';
import { validate } from './validate.ts';

/** Checks an object with the schema that its `apiVersion` and `kind` name.
 * @param object anything; a manifest's plain JSON. It is not changed and is the outcome's value.
 * @returns undefined where the object is of another group, which is none of this package's business; a failure with
 *   `schema-unknown-kind` where the group is that of instance types and has no such kind; one with `schema-missing-field` or `schema-unknown-version` where the kind is known and its `apiVersion` is absent or is a
 *   version that KubeVirt v1.9 does not serve; otherwise what the kind's own validator returns */
export function validateObject<T>(object: T): Outcome<T & object> | undefined {
  if (typeof object !== 'object' || object === null) return undefined;
  const { apiVersion, kind } = object as { readonly apiVersion?: unknown; readonly kind?: unknown };
  const schema = typeof kind === 'string' ? KIND_SCHEMAS.get(kind) : undefined;
  if (schema === undefined) return unknownKind(apiVersion, kind);
  if (apiVersion === undefined || apiVersion === null) return withoutVersion(schema, String(kind));
  if (typeof apiVersion !== 'string') return validate(schema.schema(), object);
  const { group, versions } = schema;
  if (versions.some((version) => apiVersion === `${group}/${version}`)) return validate(schema.schema(), object);
  return apiVersion.startsWith(`${group}/`) ? unknownVersion(schema, String(kind), apiVersion) : undefined;
}

const INSTANCETYPE_GROUP = 'instancetype.kubevirt.io/';

/** In the group of instance types a kind that does not exist is a mistake, elsewhere it is another project's. */
function unknownKind(apiVersion: unknown, kind: unknown): Failure | undefined {
  if (typeof apiVersion !== 'string' || !apiVersion.startsWith(INSTANCETYPE_GROUP) || typeof kind !== 'string' || kind.endsWith('List')) return undefined;
  const kinds = [...KIND_SCHEMAS.keys()].filter((known) => known !== 'VirtualMachine');
  const meant = nearestWord(kind, kinds);
  return failure({
    code: 'schema-unknown-kind',
    severity: 'error',
    message: `kind is ${showValue(kind)}, which ${INSTANCETYPE_GROUP.slice(0, -1)} does not have: write ${meant ?? `one of ${kinds.join(', ')}`}`,
    reason: 'FieldValueNotSupported',
    field: 'kind',
    pointer: '/kind',
    ...(meant !== undefined && { suggestions: [{ title: `Set kind to ${meant}`, patch: [{ op: 'replace', path: '/kind', value: meant }] }] }),
  });
}

function withoutVersion({ group, versions }: KindSchema, kind: string): Failure {
  return failure({
    code: 'schema-missing-field',
    severity: 'error',
    message: `apiVersion is missing: a ${kind} has ${group}/${versions[0]}`,
    reason: 'FieldValueRequired',
    field: 'apiVersion',
    pointer: '/apiVersion',
  });
}

function unknownVersion({ group, versions }: KindSchema, kind: string, apiVersion: string): Failure {
  return failure({
    code: 'schema-unknown-version',
    severity: 'error',
    message: `apiVersion is ${described(apiVersion)}, which KubeVirt does not serve for ${printable(kind)}: use ${group}/${versions[0]}`,
    reason: 'FieldValueNotSupported',
    field: 'apiVersion',
    pointer: '/apiVersion',
  });
}
