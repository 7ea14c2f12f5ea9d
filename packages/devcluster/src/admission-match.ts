import { objectAs } from './entry.ts';
import type { ApiObject } from './object.ts';
import { labelSelectorObject } from './selector.ts';
import type { ResourceType, ResourceTypes } from './resource.ts';
import type { Route } from './route.ts';

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

/** One webhook out of a configuration. */
export interface Webhook {
  readonly name: string;
  readonly clientConfig: {
    readonly url?: string;
    readonly service?: { readonly namespace: string; readonly name: string; readonly path?: string; readonly port?: number };
    readonly caBundle?: string;
  };
  readonly rules?: readonly WebhookRule[];
  readonly failurePolicy?: 'Fail' | 'Ignore';
  readonly matchPolicy?: 'Exact' | 'Equivalent';
  readonly timeoutSeconds?: number;
  readonly namespaceSelector?: unknown;
  readonly objectSelector?: unknown;
  readonly sideEffects?: string;
  readonly reinvocationPolicy?: 'Never' | 'IfNeeded';
}

/** What a webhook wants to see. */
export interface WebhookRule {
  readonly operations?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
  readonly resources?: readonly string[];
  readonly scope?: string;
}

/** A change that is about to be made. */
export interface Change {
  readonly route: Route;
  readonly operation: Operation;
  /** Absent for a deletion. */
  readonly object: ApiObject | undefined;
  /** Absent for a creation. */
  readonly oldObject: ApiObject | undefined;
}

/** A change as a webhook is to be told of it; undefined where it does not want to know. A webhook that names another version of
 * the kind is shown that version, unless it wants exact matches only.
 * @param webhook the webhook
 * @param change the change
 * @param types what the cluster knows
 * @param namespaceLabels labels of the object's namespace; for a Namespace its own */
export function seenBy(webhook: Webhook, change: Change, types: ResourceTypes, namespaceLabels: Labels): Change | undefined {
  const { type, namespace } = change.route;
  const seen = versionsFor(webhook, type, types).find((version) => (webhook.rules ?? []).some((rule) => covers(rule, { ...change, route: { ...change.route, type: version } })));
  if (!seen) return undefined;
  const isInNamespace = namespace !== '' || type.kind === 'Namespace';
  if (isInNamespace && !labelSelectorObject(webhook.namespaceSelector)(namespaceLabels)) return undefined;
  const selects = labelSelectorObject(webhook.objectSelector);
  const objects = [change.object, change.oldObject].filter((object) => object !== undefined);
  if (!objects.some((object) => selects(object.metadata.labels ?? {}))) return undefined;
  return seen === type ? change : { ...change, route: { ...change.route, type: seen }, object: shown(change.object, seen), oldObject: shown(change.oldObject, seen) };
}

type Labels = Readonly<Record<string, string>>;

function versionsFor({ matchPolicy }: Webhook, type: ResourceType, types: ResourceTypes): readonly ResourceType[] {
  if (matchPolicy === 'Exact') return [type];
  return [type, ...types.versionsOf(type.group, type.plural).filter(({ version }) => version !== type.version)];
}

function shown(object: ApiObject | undefined, type: ResourceType): ApiObject | undefined {
  return object && objectAs({ object }, type);
}

function covers({ operations = [], apiGroups = [], apiVersions = [], resources = [], scope = '*' }: WebhookRule, { route, operation }: Change): boolean {
  const { type, subresource } = route;
  const has = (list: readonly string[], value: string): boolean => list.includes('*') || list.includes(value);
  const isScope = scope === '*' || (scope === 'Namespaced') === type.namespaced;
  return isScope && has(operations, operation) && has(apiGroups, type.group) && has(apiVersions, type.version) && resources.some((pattern) => names(pattern, type.plural, subresource));
}

function names(pattern: string, plural: string, subresource: string): boolean {
  const [resource = '', sub = ''] = pattern.split('/');
  const isSub = sub === '*' || sub === subresource;
  return (resource === '*' || resource === plural) && isSub;
}
