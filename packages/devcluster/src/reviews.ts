import { authenticated, type Identities, type User } from './identity.ts';
import { isObject } from './object.ts';
import type { Attempt, Authorizer } from './rbac.ts';
import type { RequestInfo } from './request-info.ts';
import type { Route } from './route.ts';
import { notFound } from './status.ts';
import type { Store } from './store.ts';
import { timestampOf } from './time.ts';

/** What answers questions about who may do what. */
export interface Reviewers {
  readonly authorizer: Authorizer;
  readonly identities: Identities;
}

type Members = Readonly<Record<string, unknown>>;
type Answer = (reviewers: Reviewers, user: User, spec: Members) => object;

/** By group, version and plural. */
const REVIEWS: Readonly<Record<string, { readonly kind: string; readonly answer: Answer }>> = {
  'authorization.k8s.io/v1/selfsubjectaccessreviews': { kind: 'SelfSubjectAccessReview', answer: ({ authorizer }, user, spec) => decision(authorizer, user, spec) },
  'authorization.k8s.io/v1/subjectaccessreviews': { kind: 'SubjectAccessReview', answer: ({ authorizer }, _user, spec) => decision(authorizer, subjectOf(spec), spec) },
  'authorization.k8s.io/v1/selfsubjectrulesreviews': { kind: 'SelfSubjectRulesReview', answer: ({ authorizer }, user, spec) => rules(authorizer, user, spec) },
  'authentication.k8s.io/v1/selfsubjectreviews': { kind: 'SelfSubjectReview', answer: (_reviewers, { username, uid, groups }) => ({ userInfo: { username, ...(uid !== undefined && { uid }), groups } }) },
  'authentication.k8s.io/v1/tokenreviews': { kind: 'TokenReview', answer: ({ identities }, _user, spec) => whose(identities, spec) },
};

/** The kinds that can be asked and are not stored, by group and version. */
export const REVIEW_KINDS: readonly { readonly group: string; readonly version: string; readonly plural: string; readonly kind: string }[] = Object.entries(REVIEWS).map(([id, { kind }]) => {
  const [group = '', version = '', plural = ''] = id.split('/');
  return { group, version, plural, kind };
});

/** Answers a question that is posted as an object and never stored; undefined where it is none.
 * @param reviewers what answers it
 * @param info where it is posted
 * @param user by whom
 * @param read reads it */
export async function answerReview(reviewers: Reviewers, { group, version, resource, verb }: RequestInfo, user: User, read: () => Promise<unknown>): Promise<object | undefined> {
  const review = verb === 'create' ? REVIEWS[`${group}/${version}/${resource}`] : undefined;
  if (!review) return undefined;
  const body = await read();
  const spec = isObject(body) && isObject(body['spec']) ? body['spec'] : {};
  return { kind: review.kind, apiVersion: `${group}/${version}`, metadata: review.kind === 'SelfSubjectReview' ? { creationTimestamp: timestampOf(new Date()) } : {}, ...(review.kind !== 'SelfSubjectReview' && { spec }), status: review.answer(reviewers, user, spec) };
}

function decision(authorizer: Authorizer, user: User, spec: Members): object {
  return { allowed: authorizer.isAllowed(user, attemptOf(spec)) };
}

function attemptOf({ resourceAttributes, nonResourceAttributes }: Members): Attempt {
  if (isObject(nonResourceAttributes)) {
    const { verb, path } = nonResourceAttributes;
    return { verb: text(verb), path: text(path), group: '', resource: '', namespace: '', name: '' };
  }
  const { verb, group, resource, subresource, namespace, name } = isObject(resourceAttributes) ? resourceAttributes : {};
  const whole = text(subresource) === '' ? text(resource) : `${text(resource)}/${text(subresource)}`;
  return { verb: text(verb), group: text(group), resource: whole, namespace: text(namespace), name: text(name) };
}

function subjectOf({ user, uid, groups }: Members): User {
  return { username: text(user), ...(uid !== undefined && { uid: text(uid) }), groups: Array.isArray(groups) ? groups.map(String) : [] };
}

function rules(authorizer: Authorizer, user: User, { namespace }: Members): object {
  const all = user.groups.includes('system:masters') ? [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, { verbs: ['*'], nonResourceURLs: ['*'] }] : authorizer.rulesFor(user, text(namespace));
  const [resourceRules, nonResourceRules] = [all.filter((rule) => !('nonResourceURLs' in rule)), all.filter((rule) => 'nonResourceURLs' in rule)];
  return { resourceRules, nonResourceRules, incomplete: false };
}

function whose(identities: Identities, { token }: Members): object {
  const user = identities.ofToken(text(token));
  return user ? { authenticated: true, user: authenticated(user) } : { user: {}, error: 'invalid bearer token' };
}

/** Makes a token for a service account (`serviceaccounts/NAME/token`).
 * @param route the service account
 * @param store where it is
 * @param identities where the token is kept
 * @param body the TokenRequest */
export function requestToken({ type, namespace, name }: Route, store: Store, identities: Identities, body: unknown): object {
  const account = store.get(type, namespace, name);
  if (!account) throw notFound(type, name);
  const { audiences = ['https://kubernetes.default.svc'], expirationSeconds = 3600 } = (isObject(body) && isObject(body['spec']) ? body['spec'] : {}) as { audiences?: unknown; expirationSeconds?: number };
  const token = identities.issueForServiceAccount(namespace, name, account.object.metadata.uid ?? '');
  const now = Date.now();
  const metadata = { name, namespace, uid: account.object.metadata.uid, creationTimestamp: timestampOf(new Date(now)) };
  const status = { token, expirationTimestamp: timestampOf(new Date(now + expirationSeconds * 1000)) };
  return { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', metadata, spec: { audiences, expirationSeconds, boundObjectRef: null }, status };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
