import { setTimeout as sleep } from 'node:timers/promises';
import type { Ask } from './ask.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const OPEN = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

const SPEC = {
  ...{ type: 'object', required: ['size'] },
  properties: {
    size: { type: 'integer', minimum: 1, maximum: 10 },
    name: { type: 'string', pattern: '^a', maxLength: 5, minLength: 2 },
    color: { type: 'string', enum: ['red', 'blue'], default: 'red' },
    list: { type: 'array', maxItems: 2, minItems: 1, items: { type: 'string' } },
    open: OPEN,
    either: { 'x-kubernetes-int-or-string': true },
    counts: { type: 'object', additionalProperties: { type: 'integer' } },
    flag: { type: 'boolean' },
  },
};

const DEFINITION = {
  ...{ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'things.behaviour.example.com' } },
  spec: {
    ...{ group: 'behaviour.example.com', scope: 'Namespaced', names: { plural: 'things', kind: 'Thing' } },
    versions: [
      { name: 'v1', served: true, storage: true, subresources: { status: {} }, schema: { openAPIV3Schema: { type: 'object', properties: { spec: SPEC, status: OPEN } } } },
      { name: 'v1beta1', served: true, storage: false, subresources: { status: {} }, schema: { openAPIV3Schema: OPEN } },
    ],
  },
};

const LOOK_MS = 50;
const LOOKS = 400;

/** Makes a kind known for tests of what an API server does to custom kinds: Thing of behaviour.example.com, in v1 and v1beta1.
 * @param ask a cluster */
export async function installThings(ask: Ask): Promise<void> {
  await ask('POST', DEFINITIONS, DEFINITION);
  for (let look = 0; look < LOOKS; look++) {
    const served = await Promise.all(['v1', 'v1beta1'].map((version) => ask('GET', thingsIn('default', version))));
    if (served.every(({ code }) => code === 200)) return;
    await sleep(LOOK_MS);
  }
  throw new Error('The kind Thing is not served.');
}

/** Where things are.
 * @param namespace of them
 * @param version of the kind */
export function thingsIn(namespace: string, version = 'v1'): string {
  return `/apis/behaviour.example.com/${version}/namespaces/${namespace}/things`;
}

/** A thing.
 * @param name its
 * @param spec its
 * @param metadata more of it */
export function thing(name: string | undefined, spec: unknown = { size: 1 }, metadata: object = {}): object {
  return { apiVersion: 'behaviour.example.com/v1', kind: 'Thing', metadata: { name, ...metadata }, spec };
}
