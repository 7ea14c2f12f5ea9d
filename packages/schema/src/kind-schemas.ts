import { instancetypeSchema } from './instancetype-schema.ts';
import type { Node } from './node.ts';
import { preferenceSchema } from './preference-schema.ts';
import { virtualMachineSchema } from './virtual-machine-schema.ts';

/** The kinds that have a schema here. */
export type SchemaKind =
  | 'VirtualMachine'
  | 'VirtualMachineInstancetype'
  | 'VirtualMachineClusterInstancetype'
  | 'VirtualMachinePreference'
  | 'VirtualMachineClusterPreference';

/** A kind's API group, the versions of it that KubeVirt v1.9 serves, the preferred one first, and its schema. */
export interface KindSchema {
  readonly group: string;
  readonly versions: readonly string[];
  readonly schema: () => Node;
}

const GROUP = 'instancetype.kubevirt.io';
const instancetype: KindSchema = { group: GROUP, versions: ['v1beta1'], schema: instancetypeSchema };
const preference: KindSchema = { group: GROUP, versions: ['v1beta1'], schema: preferenceSchema };

/** By kind. A map, so that no kind is found on a prototype. */
export const KIND_SCHEMAS: ReadonlyMap<string, KindSchema> = /* @__PURE__ */ new Map<SchemaKind, KindSchema>([
  ['VirtualMachine', { group: 'kubevirt.io', versions: ['v1', 'v1alpha3'], schema: virtualMachineSchema }],
  ['VirtualMachineInstancetype', instancetype],
  ['VirtualMachineClusterInstancetype', instancetype],
  ['VirtualMachinePreference', preference],
  ['VirtualMachineClusterPreference', preference],
]);
