import type { SchemaKind } from '@instancetype/schema';

/** One webhook: what it is registered for (BEHAVIOUR 13, 14.1). */
export interface Endpoint {
  readonly verb: 'mutate' | 'validate';
  readonly kind: SchemaKind;
  readonly group: string;
  readonly versions: readonly string[];
  /** The plural name of the resource. */
  readonly resource: string;
}

const VM = { kind: 'VirtualMachine', group: 'kubevirt.io', versions: ['v1', 'v1alpha3'], resource: 'virtualmachines' } as const;

/** All webhooks by the path that they are served at. A map, so that no path is found on a prototype. */
export const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/virtualmachines-mutate', { verb: 'mutate', ...VM }],
  ['/virtualmachines-validate', { verb: 'validate', ...VM }],
  validating('VirtualMachineInstancetype'),
  validating('VirtualMachineClusterInstancetype'),
  validating('VirtualMachinePreference'),
  validating('VirtualMachineClusterPreference'),
]);

function validating(kind: SchemaKind): [string, Endpoint] {
  const resource = `${kind.toLowerCase()}s`;
  return [`/${resource}-validate`, { verb: 'validate', kind, group: 'instancetype.kubevirt.io', versions: ['v1beta1'], resource }];
}
