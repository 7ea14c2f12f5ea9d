import { isObject } from './object.ts';

type Members = Readonly<Record<string, unknown>>;

/** By which member the entries of a list are told apart; other lists are replaced as a whole. */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  ownerReferences: 'uid',
  conditions: 'type',
  webhooks: 'name',
  ports: 'port',
  containers: 'name',
  initContainers: 'name',
  volumes: 'name',
  env: 'name',
  secrets: 'name',
  imagePullSecrets: 'name',
};
const SETS: readonly string[] = ['finalizers'];

/** Applies a strategic merge patch, as `kubectl` sends it for Kubernetes' own kinds. Lists are merged where `MERGE_KEYS` says by what.
 * @param target the object; not changed
 * @param patch the patch; its size is bounded, and with it the depth */
export function strategicallyMerged(target: unknown, patch: Members): unknown {
  if (patch['$patch'] === 'replace') return withoutDirectives(patch);
  const retained = patch['$retainKeys'];
  const kept = Object.entries(isObject(target) ? target : {}).filter(([key]) => !Array.isArray(retained) || retained.includes(key));
  const result = new Map<string, unknown>(kept);
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) removeFrom(result, key, value);
    else if (value === null || (isObject(value) && value['$patch'] === 'delete')) result.delete(key);
    else result.set(key, mergedMember(key, result.get(key), value));
  }
  return Object.fromEntries(result);
}

function removeFrom(result: Map<string, unknown>, directive: string, value: unknown): void {
  const [, name] = /^\$deleteFromPrimitiveList\/(.*)$/.exec(directive) ?? [];
  if (name !== undefined) result.set(name, listOf(result.get(name)).filter((each) => !listOf(value).includes(each)));
}

function mergedMember(key: string, target: unknown, value: unknown): unknown {
  if (isObject(value)) return strategicallyMerged(target, value);
  if (!Array.isArray(value)) return value;
  if (SETS.includes(key)) return [...new Set([...listOf(target), ...value])];
  const mergeKey = MERGE_KEYS[key];
  return mergeKey === undefined || !value.every(isObject) ? value : mergedList(mergeKey, listOf(target), value);
}

function mergedList(key: string, target: readonly unknown[], patch: readonly Members[]): unknown {
  if (patch.some((each) => each['$patch'] === 'replace')) return patch.filter((each) => each['$patch'] !== 'replace').map(withoutDirectives);
  const result = [...target];
  for (const change of patch) {
    const at = result.findIndex((each) => isObject(each) && each[key] === change[key]);
    if (change['$patch'] === 'delete') result.splice(at, at < 0 ? 0 : 1);
    else if (at < 0) result.push(withoutDirectives(change));
    else result[at] = strategicallyMerged(result[at], change);
  }
  return result;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function withoutDirectives(value: Members): Members {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('$')));
}
