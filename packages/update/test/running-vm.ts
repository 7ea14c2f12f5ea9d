import type { InstancetypeSpec, PreferenceSpec, VirtualMachineLike } from '@instancetype/api';
import type { Reader } from '@instancetype/find';
import { frozen } from '@instancetype-tools/test-values';
import type { RunningInstanceLike } from '../src/index.ts';

/** Cluster instance types and preferences by name. */
export function readerOf(instancetypes: Readonly<Record<string, InstancetypeSpec>>, preferences: Readonly<Record<string, PreferenceSpec>> = {}): Reader {
  return frozen({
    get: ({ kind, name }: { readonly kind: string; readonly name: string }) => {
      const known: Readonly<Record<string, object>> = kind === 'VirtualMachineClusterInstancetype' ? instancetypes : kind === 'VirtualMachineClusterPreference' ? preferences : {};
      const spec = Object.hasOwn(known, name) ? known[name] : undefined;
      return spec && frozen({ kind, metadata: { name }, spec });
    },
  });
}

/** A VM `web` of the namespace `ns`, as a cluster has it. */
export function vmOf(spec: object, template: object = { domain: {} }): VirtualMachineLike {
  return frozen({
    kind: 'VirtualMachine',
    metadata: { name: 'web', namespace: 'ns', generation: 2 },
    spec: { ...spec, template: { spec: { architecture: 'amd64', ...template } } },
  });
}

/** An instance that runs with 2 sockets and 2Gi, and may have 8 and 8Gi; `spec` and `status` replace what they name. */
export function instanceOf(spec: object = {}, { domain, status }: { readonly domain?: object; readonly status?: object } = {}): RunningInstanceLike {
  return frozen({
    metadata: { name: 'web', namespace: 'ns' },
    spec: {
      architecture: 'amd64',
      domain: { cpu: { sockets: 2, cores: 1, threads: 1, maxSockets: 8 }, memory: { guest: '2Gi', maxGuest: '8Gi' }, ...domain },
      ...spec,
    },
    status: { conditions: [{ type: 'LiveMigratable', status: 'True' }], memory: { guestAtBoot: '2Gi', guestCurrent: '2Gi' }, ...status },
  });
}
