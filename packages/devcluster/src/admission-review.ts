import type { Change, Webhook } from './admission-match.ts';
import type { User } from './identity.ts';
import { isObject } from './object.ts';
import type { PatchOperation } from './patch.ts';
import { operationsIn } from './patch.ts';
import type { ResourceType } from './resource.ts';
import type { Route } from './route.ts';
import { statusError, StatusError, type StatusDetails } from './status.ts';
import { newUid } from './store.ts';

/** Everything about a request that a webhook is told beside the change. */
export interface Asking {
  readonly user: User;
  readonly dryRun: boolean;
  readonly options: object;
  /** Says something to whoever makes the request. */
  readonly warn: (text: string) => void;
  /** What to do about members that a kind does not have. */
  readonly validation: 'Strict' | 'Warn' | 'Ignore';
}

/** What a webhook answers. */
export interface Verdict {
  readonly allowed?: unknown;
  readonly status?: { readonly code?: number; readonly reason?: string; readonly message?: string; readonly details?: StatusDetails };
  readonly patch?: unknown;
  readonly patchType?: unknown;
  readonly warnings?: readonly string[];
}

/** An AdmissionReview. */
export interface Review {
  readonly kind: string;
  readonly apiVersion: string;
  readonly request: { readonly uid: string; readonly [member: string]: unknown };
}

const VERSION = 'admission.k8s.io/v1';

/** The question for a webhook.
 * @param change as the webhook sees it
 * @param asked the type and place that the request named
 * @param asking who asks, and how */
export function reviewOf({ route, operation, object, oldObject }: Change, asked: Route, { user, dryRun, options }: Asking): Review {
  const { namespace, subresource, type } = route;
  const name = asked.name || (object ?? oldObject)?.metadata.name;
  // a Namespace is in itself
  const within = type.kind === 'Namespace' && type.group === '' ? (name ?? '') : namespace;
  const sub = subresource === '' ? {} : { subResource: subresource, requestSubResource: subresource };
  return {
    kind: 'AdmissionReview',
    apiVersion: VERSION,
    request: {
      ...{ uid: newUid(), kind: kindOf(type), resource: resourceOf(type), requestKind: kindOf(asked.type), requestResource: resourceOf(asked.type) },
      ...{ ...sub, ...(name && { name }), ...(within !== '' && { namespace: within }) },
      ...{ operation, userInfo: userInfo(user), object: object ?? null, oldObject: oldObject ?? null, dryRun, options },
    },
  };
}

function userInfo({ username, uid, groups }: User): object {
  return { username, ...(uid !== undefined && { uid }), groups };
}

function kindOf({ group, version, kind }: ResourceType): object {
  return { group, version, kind };
}

function resourceOf({ group, version, plural }: ResourceType): object {
  return { group, version, resource: plural };
}

/** The options that a review carries.
 * @param kind as `CreateOptions`
 * @param given what the request says */
export function optionsOf(kind: string, given: object): object {
  const options = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  return { kind, apiVersion: 'meta.k8s.io/v1', ...Object.fromEntries(options) };
}

/** The verdict in what a webhook answered.
 * @param answer parsed
 * @param uid of the question
 * @throws Error where it is none */
export function verdictIn(answer: unknown, uid: string): Verdict {
  // who does not say what he answers with is believed
  const { apiVersion = VERSION, kind = 'AdmissionReview', response } = isObject(answer) ? answer : {};
  if (apiVersion !== VERSION || kind !== 'AdmissionReview') throw new Error(`expected webhook response of ${VERSION}, Kind=AdmissionReview, got ${String(apiVersion)}, Kind=${String(kind)}`);
  if (!isObject(response)) throw new Error('webhook response was absent');
  if (response['uid'] !== uid) throw new Error(`expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(response['uid'] ?? '')}`);
  return response;
}

/** The patch in a verdict; empty where there is none.
 * @param verdict of a webhook
 * @throws Error where it cannot be read */
export function patchIn({ patch, patchType }: Verdict): readonly PatchOperation[] {
  if (patch === undefined || patch === null || patch === '') {
    if (patchType) throw new Error('webhook returned response.patchType but not response.patch');
    return [];
  }
  if (!patchType) throw new Error('webhook returned response.patch but not response.patchType');
  if (patchType !== 'JSONPatch') throw new Error(`webhook returned invalid response.patchType of ${JSON.stringify(patchType)}`);
  return operationsIn(JSON.parse(Buffer.from(String(patch), 'base64').toString('utf8')));
}

/** The refusal of a webhook.
 * @param webhook whose
 * @param verdict what it said */
export function denied({ name }: Webhook, { status = {} }: Verdict): StatusError {
  const by = `admission webhook "${name}" denied the request`;
  const why = status.message || status.reason;
  const code = status.code !== undefined && status.code >= 400 ? status.code : 400;
  return statusError(code, status.reason ?? '', why ? `${by}: ${why}` : `${by} without explanation`, status.details);
}
