import type { ObjectRef } from '@instancetype/api';
import { frozen } from '@instancetype-tools/test-values';
import { createReviewer, type ReviewerOptions, type ReviewReply, type ReviewSettings } from '../../src/index.ts';

const COMPATIBLE: ReviewSettings = { missingObjects: 'allow', negativeMemory: 'warn', foreignRevisions: 'warn', crossNamespaceInference: 'follow' };
export const STRICT: ReviewSettings = { missingObjects: 'deny', negativeMemory: 'deny', foreignRevisions: 'deny', crossNamespaceInference: 'deny' };

export type Json = Record<string, any>;

/** What a webhook answered, flattened. */
export interface Answer {
  readonly status: number;
  readonly allowed: boolean;
  readonly code: number | undefined;
  readonly fields: readonly string[];
  readonly message: string;
  readonly warnings: readonly string[];
  readonly patch: readonly Json[];
  readonly response: Json;
  readonly reply: ReviewReply;
}

function answerOf(reply: ReviewReply): Answer {
  const response = ((reply.body as Json | undefined)?.response ?? {}) as Json;
  return {
    status: reply.status,
    allowed: response.allowed,
    code: response.status?.code,
    fields: (response.status?.details?.causes ?? []).map((cause: Json) => `${cause.reason} ${cause.field}`),
    message: response.status?.message ?? '',
    warnings: response.warnings ?? [],
    patch: response.patch === undefined ? [] : JSON.parse(Buffer.from(response.patch, 'base64').toString('utf8')),
    response,
    reply,
  };
}

/** Reads from these objects. */
export function readerOf(...objects: readonly Json[]): { get(ref: ObjectRef): object | undefined } {
  return { get: ({ kind, namespace, name }) => objects.find((object) => object.kind === kind && object.metadata.name === name && object.metadata.namespace === namespace) };
}

export function vm(spec: Json = {}, domain: Json = {}, metadata: Json = {}): Json {
  return {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: { name: 'web', namespace: 'prod', ...metadata },
    spec: { runStrategy: 'Always', ...spec, template: { spec: { domain: { devices: {}, ...domain } } } },
  };
}

export const instancetype = (spec: Json, name = 'it', metadata: Json = {}): Json => ({ apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachineClusterInstancetype', metadata: { name, ...metadata }, spec });
export const preference = (spec: Json, name = 'pr'): Json => ({ apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachineClusterPreference', metadata: { name }, spec });

const RESOURCES: Json = {
  VirtualMachine: { group: 'kubevirt.io', version: 'v1', resource: 'virtualmachines' },
  VirtualMachineClusterInstancetype: { group: 'instancetype.kubevirt.io', version: 'v1beta1', resource: 'virtualmachineclusterinstancetypes' },
  VirtualMachineClusterPreference: { group: 'instancetype.kubevirt.io', version: 'v1beta1', resource: 'virtualmachineclusterpreferences' },
};

/** An AdmissionReview as Kubernetes sends it. */
export function reviewOf(object: unknown, request: Json = {}): Json {
  const kind: string = (object as Json | null)?.kind ?? 'VirtualMachine';
  return {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid: 'c0ffee',
      kind: { group: RESOURCES[kind]?.group, version: RESOURCES[kind]?.version, kind },
      resource: RESOURCES[kind],
      name: 'web',
      namespace: 'prod',
      operation: 'CREATE',
      userInfo: { username: 'ann' },
      dryRun: false,
      object,
      oldObject: null,
      ...request,
    },
  };
}

function pathOf(kind: string): string {
  return `/${kind.toLowerCase()}s-validate`;
}

/** What is answered; nothing that is sent may be changed, so all of it is frozen. */
export async function ask(path: string, review: unknown, options: Partial<ReviewerOptions> & { warnings?: readonly string[]; signal?: AbortSignal } = {}): Promise<Answer> {
  const { warnings = [], signal, ...own } = options;
  const reviewer = createReviewer({ reader: readerOf(), cluster: () => ({}), settings: COMPATIBLE, ...own });
  return answerOf(await reviewer({ path, review: frozen(review), warnings, ...(signal && { signal }) }));
}

export const mutating = (object: unknown, options?: Parameters<typeof ask>[2], request?: Json): Promise<Answer> => ask('/virtualmachines-mutate', reviewOf(object, request), options);
export const validating = (object: Json, options?: Parameters<typeof ask>[2], request?: Json): Promise<Answer> => ask(pathOf(object.kind), reviewOf(object, request), options);
