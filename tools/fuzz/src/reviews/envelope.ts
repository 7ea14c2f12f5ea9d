import { textOf } from '../json.ts';
import { mutate } from '../mutate.ts';
import type { Random } from '@instancetype-tools/random';
import { at, isObject, kindOf } from './review-case.ts';

const PATHS = [
  '/', '', '/healthz', '/virtualmachines', '/virtualmachines-mutate/', '//virtualmachines-mutate', '/VirtualMachines-mutate', '/%76irtualmachines-mutate', '/__proto__', '/constructor',
  '/virtualmachinepreferences-mutate', '/virtualmachines-validate', '/virtualmachines-mutate', '/virtualmachinepreferences-validate', '/virtualmachineclusterinstancetypes-validate',
];

/** What may stand in the place of a member of a review: the catalog of bad inputs, 17 to 23. */
const MEMBERS: readonly (readonly [path: readonly string[], values: readonly unknown[]])[] = [
  [['apiVersion'], ['admission.k8s.io/v1beta1', 'admission.k8s.io/v2', '', null, 5, 'v1', ['admission.k8s.io/v1']]],
  [['kind'], ['AdmissionRequest', 'admissionreview', '', null, {}]],
  [['request'], [null, 'text', [], {}, 5]],
  [['request', 'uid'], ['', null, 5, {}, ['705ab4f5'], 'u'.repeat(128), 'u'.repeat(129), 'u'.repeat(10_000), '"}\n', '\ud800', '__proto__']],
  [['request', 'operation'], ['', null, 'CONNECT', 'create', 'Delete', 'UPSERT', 5, ['CREATE'], { CREATE: true }]],
  [['request', 'object'], [null, 'text', [], 5, true, {}]],
  [['request', 'oldObject'], [null, 'text', [], {}, { metadata: null, spec: null }, { spec: { instancetype: 5, preference: [] } }]],
  [['request', 'resource'], [null, 'virtualmachines', {}, { group: 'kubevirt.io', version: 'v1', resource: 'virtualmachineinstances' }, { group: '', version: 'v1', resource: 'pods' }]],
  [['request', 'resource', 'version'], ['v2', '', null, 'v1alpha3', 'v1beta1', 'V1']],
  [['request', 'resource', 'group'], ['', null, 'kubevirt.io', 'instancetype.kubevirt.io', 'example.com', '\u001b[2J']],
  [['request', 'subResource'], ['status', 'scale', 'x'.repeat(1_000), null, '', 5, {}]],
  [['request', 'dryRun'], [null, true, 'true', 1, {}]],
  [['request', 'namespace'], [null, '', 5, 'other', 'images', 'n'.repeat(10_000), '../..']],
  [['request', 'name'], [null, '', 5, 'n'.repeat(10_000), '\u202e\ud800\n']],
  [['request', 'kind'], [null, 'VirtualMachine', {}, { kind: 'Pod' }, { kind: 'K'.repeat(10_000) }]],
  [['request', 'userInfo'], [null, 'ann', {}, { username: 5 }, { username: 'u'.repeat(10_000) }, { username: '\u0000' }]],
];

/** An AdmissionReview as Kubernetes sends it.
 * @param object what it is about
 * @param random by chance */
export function reviewOf(object: unknown, random: Random): object {
  const kind = kindOf(object);
  const operation = random.pick(['CREATE', 'CREATE', 'UPDATE', 'UPDATE', 'DELETE']);
  const resource = kind === 'VirtualMachine' ? { group: 'kubevirt.io', version: random.pick(['v1', 'v1alpha3']) } : { group: 'instancetype.kubevirt.io', version: 'v1beta1' };
  return {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
      kind: { ...resource, kind },
      resource: { ...resource, resource: resourceOf(object) },
      ...(random.once(20) && { subResource: random.pick(['status', 'scale', '']) }),
      name: 'vm',
      namespace: 'ns',
      operation,
      userInfo: { username: 'ann', groups: ['system:authenticated'] },
      object: operation === 'DELETE' ? null : object,
      oldObject: operation === 'CREATE' ? null : oldOf(object, random),
      dryRun: random.once(2),
    },
  };
}

/** Spoils a member of a review, or removes it.
 * @param review it is changed
 * @param random by chance */
export function spoilEnvelope(review: object, random: Random): void {
  const [path, values] = random.pick(MEMBERS);
  const place = at(review, ...path.slice(0, -1));
  const key = path.at(-1) ?? '';
  if (!isObject(place)) return;
  if (random.once(5)) delete place[key];
  else place[key] = structuredClone(random.pick(values));
}

/** A path that nothing is served at, or that is for other objects.
 * @param random by chance */
export function oddPath(random: Random): string {
  return random.pick(PATHS);
}

/** A path that a review is sent to.
 * @param object what the review is about
 * @param random by chance */
export function pathOf(object: unknown, random: Random): string {
  return `/${resourceOf(object)}-${kindOf(object) === 'VirtualMachine' && random.once(2) ? 'mutate' : 'validate'}`;
}

/** The object as it was: the same, with other references, or something that is spoilt. */
function oldOf(object: unknown, random: Random): unknown {
  // a mutation of one must not show in the other
  const old: unknown = object === undefined ? null : JSON.parse(textOf(object));
  const spec = at(old, 'spec');
  if (isObject(old) && random.once(6)) mutate({ old }, random);
  else if (isObject(spec) && random.once(2)) spec[random.pick(['instancetype', 'preference'])] = random.pick([{ name: 'before' }, { name: 'the-instancetype', revisionName: 'revision-instancetype' }, { inferFromVolume: 'root' }, undefined]);
  return old;
}

function resourceOf(object: unknown): string {
  return `${kindOf(object).toLowerCase()}s`;
}
