import { isDeepStrictEqual } from 'node:util';
import { type ApiObject, isObject } from './object.ts';
import type { StatusCause } from './status.ts';

const GROUP = 'rbac.authorization.k8s.io';

/** A RoleBinding or ClusterRoleBinding with the API groups that it left out.
 * @param object the binding */
export function completedBinding(object: ApiObject): ApiObject {
  const { subjects, roleRef } = object;
  const complete = (subject: unknown): unknown => (isObject(subject) && subject['kind'] !== 'ServiceAccount' ? { apiGroup: GROUP, ...subject } : subject);
  return { ...object, ...(Array.isArray(subjects) && { subjects: subjects.map(complete) }), ...(isObject(roleRef) && { roleRef: { apiGroup: GROUP, ...roleRef } }) };
}

/** What is wrong with a binding.
 * @param object as it is to be stored
 * @param old as it is stored */
export function bindingCauses({ roleRef }: ApiObject, old: ApiObject | undefined): StatusCause[] {
  if (old && !isDeepStrictEqual(roleRef, old['roleRef'])) return [{ reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(capitalized(roleRef))}: cannot change roleRef`, field: 'roleRef' }];
  const { name = '', kind = '' } = isObject(roleRef) ? (roleRef as { name?: string; kind?: string }) : {};
  return [
    ...(['Role', 'ClusterRole'].includes(kind) ? [] : [{ reason: 'FieldValueNotSupported', message: `Unsupported value: ${JSON.stringify(kind)}: supported values: "Role", "ClusterRole"`, field: 'roleRef.kind' }]),
    ...(name === '' ? [{ reason: 'FieldValueRequired', message: 'Required value', field: 'roleRef.name' }] : []),
  ];
}

// as the real server names the members here
function capitalized(roleRef: unknown): object {
  const { apiGroup, kind, name } = (isObject(roleRef) ? roleRef : {}) as { apiGroup?: string; kind?: string; name?: string };
  return { APIGroup: apiGroup, Kind: kind, Name: name };
}

/** What is wrong with a Role or ClusterRole.
 * @param object as it is to be stored */
export function roleCauses({ rules }: ApiObject): StatusCause[] {
  return (Array.isArray(rules) ? rules : []).flatMap((rule: unknown, index) => (isObject(rule) ? ruleCauses(rule, `rules[${index}]`) : []));
}

function ruleCauses({ verbs, apiGroups, resources, nonResourceURLs }: Readonly<Record<string, unknown>>, path: string): StatusCause[] {
  return [
    ...required(verbs, `${path}.verbs`, 'verbs must contain at least one value'),
    ...(isEmpty(nonResourceURLs) ? [...required(apiGroups, `${path}.apiGroups`, 'resource rules must supply at least one api group'), ...required(resources, `${path}.resources`, 'resource rules must supply at least one resource')] : []),
  ];
}

function required(list: unknown, field: string, why: string): StatusCause[] {
  return isEmpty(list) ? [{ reason: 'FieldValueRequired', message: `Required value: ${why}`, field }] : [];
}

function isEmpty(list: unknown): boolean {
  return !Array.isArray(list) || list.length === 0;
}
