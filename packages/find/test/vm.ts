import type { ObjectRef, VirtualMachineLike } from '@instancetype/api';
import { expect } from 'vitest';
import { findInstancetype, findInstancetypeAsync } from '../src/index.ts';

export const API = 'instancetype.kubevirt.io/v1beta1';
export const NAME_LABEL = 'instancetype.kubevirt.io/object-name';

/** Objects of both kinds, two of them of one name. */
export const cluster = object('VirtualMachineClusterInstancetype', 'small', undefined, 1);
/** The second. */
export const namespaced = object('VirtualMachineInstancetype', 'small', 'prod', 2);
const elsewhere = object('VirtualMachineInstancetype', 'large', 'other', 3);
/** All of them. */
export const objects = [cluster, namespaced, elsewhere];

function object(kind: string, name: string, namespace: string | undefined, guest: number) {
  return { apiVersion: API, kind, metadata: { name, ...(namespace && { namespace }) }, spec: { cpu: { guest }, memory: { guest: '1Gi' } } };
}

/** A ControllerRevision of the VM's namespace. */
export function revision(name: string, data: unknown, labels?: Record<string, string>, owner?: object) {
  return {
    kind: 'ControllerRevision',
    metadata: { name, namespace: 'prod', ...(labels && { labels }), ...(owner && { ownerReferences: [owner] }) },
    data,
  };
}

export interface Stored {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** A reader that remembers what it was asked for. */
export function readerOf(...stored: readonly Stored[]) {
  const asked: ObjectRef[] = [];
  return {
    asked,
    get(ref: ObjectRef) {
      asked.push(ref);
      return stored.find(({ kind, metadata }) => kind === ref.kind && metadata.name === ref.name && metadata.namespace === ref.namespace);
    },
  };
}

/** A VM of the namespace prod. */
export function vmWith(instancetype: object | null, status?: object, uid = 'vm-uid'): VirtualMachineLike {
  return { kind: 'VirtualMachine', metadata: { name: 'vm', namespace: 'prod', uid }, spec: { instancetype }, ...(status && { status: { instancetypeRef: status } }) };
}

/** What both flavours find, as they must agree. */
export async function find(vm: VirtualMachineLike, reader: ReturnType<typeof readerOf>) {
  const found = findInstancetype(vm, reader);
  const calls = reader.asked.length;
  const later = await findInstancetypeAsync(vm, { get: (ref) => Promise.resolve(reader.get(ref)) });
  expect(later).toEqual(found);
  expect(reader.asked.slice(calls)).toEqual(reader.asked.slice(0, calls));
  reader.asked.length = calls;
  return found;
}

/** The one cause why nothing is found. */
export async function causeOf(vm: VirtualMachineLike, ...stored: readonly Stored[]) {
  const outcome = await find(vm, readerOf(...stored));
  if (outcome.ok) throw new Error('found');
  expect(outcome.causes).toHaveLength(1);
  expect(outcome.causes[0]).toMatchObject({ severity: 'error', field: 'spec.instancetype' });
  return outcome.causes[0];
}
