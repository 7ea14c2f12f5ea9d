import type { InstancetypeSpec, PreferenceSpec, VirtualMachineLike } from '@instancetype/api';
import { frozen, ListReader } from '@instancetype-tools/test-values';
import type { RenderedInstance, RenderOptions } from '../src/index.ts';
import { render } from '../src/index.ts';

/** Cluster objects `it` and `pr`. */
export function readerOf(instancetype?: InstancetypeSpec, preference?: PreferenceSpec): ListReader {
  return new ListReader(
    ...(instancetype ? [{ kind: 'VirtualMachineClusterInstancetype', metadata: { name: 'it' }, spec: instancetype }] : []),
    ...(preference ? [{ kind: 'VirtualMachineClusterPreference', metadata: { name: 'pr' }, spec: preference }] : []),
  );
}

/** A VM `web` of the namespace `ns`, generation 7, that names `it`, `pr` or both. */
export function vmOf(spec: object, names: { readonly instancetype?: boolean; readonly preference?: boolean } = {}): VirtualMachineLike {
  return {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: { name: 'web', namespace: 'ns', uid: 'u-1', generation: 7, labels: { of: 'vm' } },
    spec: {
      ...(names.instancetype && { instancetype: { name: 'it' } }),
      ...(names.preference && { preference: { name: 'pr' } }),
      template: { spec },
    },
  };
}

/** The instance of a VM that must be renderable. */
export function rendered(vm: VirtualMachineLike, reader: ListReader, options?: RenderOptions): RenderedInstance {
  const outcome = render(frozen(vm), reader, options);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.causes));
  return outcome.value;
}
