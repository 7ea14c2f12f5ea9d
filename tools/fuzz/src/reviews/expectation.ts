import { at, isObject } from './review-case.ts';

/** What has to become of a review, as far as that follows from all around its object: nothing is served at its path, it is none that can
 * be answered, it passes through, it is refused, or its object is judged. */
export type Expectation = 'nowhere' | 'malformed' | 'passed' | 'refused' | 'judged';

interface Registered {
  readonly group: string;
  readonly versions: readonly string[];
}

const INSTANCETYPES: Registered = { group: 'instancetype.kubevirt.io', versions: ['v1beta1'] };
const RESOURCES: ReadonlyMap<string, Registered> = new Map([
  ['virtualmachines', { group: 'kubevirt.io', versions: ['v1', 'v1alpha3'] }],
  ['virtualmachineinstancetypes', INSTANCETYPES],
  ['virtualmachineclusterinstancetypes', INSTANCETYPES],
  ['virtualmachinepreferences', INSTANCETYPES],
  ['virtualmachineclusterpreferences', INSTANCETYPES],
]);

/** Written apart from the webhooks, after RELIABILITY, bad inputs 2 and 17 to 22, and BEHAVIOUR 13.1 and 14.1.
 * @param path of the request
 * @param review any JSON */
export function expectationOf(path: string, review: unknown): Expectation {
  const [, resource = '', verb] = /^\/([a-z]+)-(mutate|validate)$/.exec(path) ?? [];
  const registered = RESOURCES.get(resource);
  if (!registered || (verb === 'mutate' && resource !== 'virtualmachines')) return 'nowhere';
  if (!isAnswerable(review)) return 'malformed';
  const request = at(review, 'request');
  const operation = at(request, 'operation');
  const subresource = at(request, 'subResource');
  if (operation === 'DELETE' || (typeof subresource === 'string' && subresource !== '')) return 'passed';
  return isFor(registered, resource, at(request, 'resource')) && hasObjects(request, operation) ? 'judged' : 'refused';
}

function isAnswerable(review: unknown): boolean {
  const uid = at(review, 'request', 'uid');
  return at(review, 'apiVersion') === 'admission.k8s.io/v1' && at(review, 'kind') === 'AdmissionReview' && typeof uid === 'string' && uid.length >= 1 && uid.length <= 128;
}

function isFor({ group, versions }: Registered, resource: string, sent: unknown): boolean {
  const version = at(sent, 'version');
  return at(sent, 'group') === group && at(sent, 'resource') === resource && typeof version === 'string' && versions.includes(version);
}

function hasObjects(request: unknown, operation: unknown): boolean {
  const has = (member: string): boolean => isObject(at(request, member)) && !Array.isArray(at(request, member));
  return has('object') && (operation === 'CREATE' || (operation === 'UPDATE' && has('oldObject')));
}
