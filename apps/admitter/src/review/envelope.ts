import { type Diagnostic, type Failure, failure, showValue } from '@instancetype/conflict';
import type { Endpoint } from './endpoints.ts';
import { memberOf, textOf } from './member.ts';

/** The only version of reviews that Kubernetes still sends (BEHAVIOUR 14.1). */
export const REVIEW_VERSION = 'admission.k8s.io/v1';
const MAX_UID = 128;

/** The part of a review's request that is read, with its types checked. */
export interface Envelope {
  readonly uid: string;
  readonly operation: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly kind: string;
  readonly user: string;
  readonly dryRun: boolean;
  readonly resource: { readonly group: string; readonly version: string; readonly resource: string };
  readonly object: unknown;
  readonly oldObject: unknown;
}

/** Reads a review; undefined where it is none that can be answered, for without a UID there is no answer. */
export function envelopeOf(review: unknown): Envelope | undefined {
  const request = memberOf(review, 'request');
  const uid = memberOf(request, 'uid');
  if (memberOf(review, 'apiVersion') !== REVIEW_VERSION || memberOf(review, 'kind') !== 'AdmissionReview') return undefined;
  if (typeof uid !== 'string' || uid === '' || uid.length > MAX_UID) return undefined;
  const resource = memberOf(request, 'resource');
  return {
    uid,
    operation: textOf(request, 'operation'),
    subresource: textOf(request, 'subResource'),
    namespace: textOf(request, 'namespace'),
    name: textOf(request, 'name'),
    kind: textOf(memberOf(request, 'kind'), 'kind'),
    user: textOf(memberOf(request, 'userInfo'), 'username'),
    dryRun: memberOf(request, 'dryRun') === true,
    resource: { group: textOf(resource, 'group'), version: textOf(resource, 'version'), resource: textOf(resource, 'resource') },
    object: memberOf(request, 'object'),
    oldObject: memberOf(request, 'oldObject'),
  };
}

/** Why a review is denied whatever its object says: undefined where its object is to be judged. */
export function refusedEnvelope({ resource, operation, object, oldObject }: Envelope, endpoint: Endpoint): Failure | undefined {
  if (resource.group !== endpoint.group || resource.resource !== endpoint.resource || !endpoint.versions.includes(resource.version)) {
    const expected = `${endpoint.resource} of ${endpoint.group}, ${endpoint.versions.join(' or ')}`;
    return refuse({ code: 'review-resource', message: `request.resource is ${showValue(`${resource.resource}.${resource.version}.${resource.group}`)}, and this webhook is for ${expected}: correct the webhook's rules`, pointer: '/request/resource' });
  }
  if (operation !== 'CREATE' && operation !== 'UPDATE') {
    return refuse({ code: 'review-operation', message: `request.operation is ${showValue(operation)}, and must be CREATE, UPDATE or DELETE: correct the webhook's rules`, pointer: '/request/operation' });
  }
  return objectMissing('object', object) ?? (operation === 'UPDATE' ? objectMissing('oldObject', oldObject) : undefined);
}

function objectMissing(member: 'object' | 'oldObject', value: unknown): Failure | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return undefined;
  return refuse({ code: 'review-object', message: `request.${member} is ${showValue(value)} and must be an object`, pointer: `/request/${member}` });
}

// without a reason it is answered as a bare error, 400
function refuse(found: Pick<Diagnostic, 'code' | 'message' | 'pointer'>): Failure {
  return failure({ ...found, severity: 'error' });
}
