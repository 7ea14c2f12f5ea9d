import { MASTERS, type User } from './identity.ts';
import type { ApiObject } from './object.ts';
import type { ResourceTypes } from './resource.ts';
import { forbidden, statusError } from './status.ts';
import type { Store } from './store.ts';

/** What somebody wants to do to a resource. */
export interface Attempt {
  readonly verb: string;
  readonly group: string;
  /** With its subresource: `virtualmachines/status`. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  /** Where it is no resource: the path; `group` to `name` are empty then. */
  readonly path?: string;
}

/** What a role allows. */
export interface Rule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

interface Binding {
  readonly subjects?: readonly { readonly kind?: string; readonly name?: string; readonly namespace?: string }[];
  readonly roleRef?: { readonly kind?: string; readonly name?: string };
}

const GROUP = 'rbac.authorization.k8s.io';

/** Decides who may do what, by the roles that are bound to somebody. */
export class Authorizer {
  readonly #store: Store;
  readonly #types: ResourceTypes;

  constructor(store: Store, types: ResourceTypes) {
    this.#store = store;
    this.#types = types;
  }

  /** Whether somebody may do something.
   * @param user who
   * @param attempt what */
  isAllowed(user: User, attempt: Attempt): boolean {
    return user.groups.includes(MASTERS) || this.rulesFor(user, attempt.namespace).some((rule) => covers(rule, attempt));
  }

  /** Refuses what somebody may not do.
   * @param user who
   * @param attempt what
   * @throws StatusError 403 */
  check(user: User, attempt: Attempt): void {
    if (this.isAllowed(user, attempt)) return;
    const { verb, group, resource, namespace, name, path } = attempt;
    if (path !== undefined) throw statusError(403, 'Forbidden', `forbidden: User ${JSON.stringify(user.username)} cannot ${verb} path ${JSON.stringify(path)}`, {});
    const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
    const [plural = ''] = resource.split('/');
    throw forbidden({ group, plural }, name, `User ${JSON.stringify(user.username)} cannot ${verb} resource ${JSON.stringify(resource)} in API group ${JSON.stringify(group)} ${where}`);
  }

  /** The rules of all roles that are bound to somebody.
   * @param user who
   * @param namespace in which; empty for those of the whole cluster alone */
  rulesFor(user: User, namespace: string): readonly Rule[] {
    const bindings = [...this.#list('clusterrolebindings', ''), ...(namespace === '' ? [] : this.#list('rolebindings', namespace))];
    return bindings
      .filter((binding) => isBound(user, binding as Binding, binding.metadata.namespace))
      .flatMap((binding) => this.#rulesOf((binding as Binding).roleRef ?? {}, binding.metadata.namespace ?? ''));
  }

  #rulesOf({ kind, name = '' }: NonNullable<Binding['roleRef']>, namespace: string): readonly Rule[] {
    const type = this.#types.find(GROUP, 'v1', kind === 'ClusterRole' ? 'clusterroles' : 'roles');
    const role = type && this.#store.get(type, type.namespaced ? namespace : '', name)?.object;
    return (role as { readonly rules?: readonly Rule[] } | undefined)?.rules ?? [];
  }

  #list(plural: string, namespace: string): readonly ApiObject[] {
    const type = this.#types.find(GROUP, 'v1', plural);
    return type ? this.#store.list(type, namespace).map(({ object }) => object) : [];
  }
}

function isBound(user: User, { subjects }: Binding, namespace = ''): boolean {
  return (subjects ?? []).some(({ kind, name = '', namespace: own }) => {
    if (kind === 'ServiceAccount') return user.username === `system:serviceaccount:${own ?? namespace}:${name}`;
    return kind === 'Group' ? user.groups.includes(name) : user.username === name;
  });
}

function covers(rule: Rule, attempt: Attempt): boolean {
  if (!has(rule.verbs, attempt.verb)) return false;
  return attempt.path === undefined ? coversResource(rule, attempt) : (rule.nonResourceURLs ?? []).some((pattern) => coversPath(pattern, attempt.path ?? ''));
}

function coversResource({ apiGroups, resources = [], resourceNames = [] }: Rule, attempt: Attempt): boolean {
  const [, subresource] = attempt.resource.split('/');
  const isResource = has(resources, attempt.resource) || (subresource !== undefined && resources.includes(`*/${subresource}`));
  const isName = resourceNames.length === 0 || (attempt.name !== '' && resourceNames.includes(attempt.name));
  return has(apiGroups, attempt.group) && isResource && isName;
}

function coversPath(pattern: string, path: string): boolean {
  return pattern === '*' || pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1)));
}

function has(list: readonly string[] | undefined, value: string): boolean {
  return list !== undefined && (list.includes('*') || list.includes(value));
}
