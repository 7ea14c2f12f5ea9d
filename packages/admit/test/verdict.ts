import type { InstancetypeSpec, ObjectRef, PreferenceSpec, VirtualMachineLike, VmiSpecLike } from '@instancetype/api';
import type { Diagnostic } from '@instancetype/conflict';
import { frozen } from '@instancetype-tools/test-values';
import { admit, admitAsync, type AdmitOptions } from '../src/index.ts';

/** What is looked up: a cluster instance type `it` and a cluster preference `pr`, as far as they are given. */
export function readerOf(instancetype?: InstancetypeSpec, preference?: PreferenceSpec): { get(ref: ObjectRef): object | undefined } {
  return {
    get: ({ kind, name }) => {
      if (kind === 'VirtualMachineClusterInstancetype' && name === 'it' && instancetype) return { kind, metadata: { name }, spec: instancetype };
      if (kind === 'VirtualMachineClusterPreference' && name === 'pr' && preference) return { kind, metadata: { name }, spec: preference };
      return undefined;
    },
  };
}

/** A VM that names `it` or `pr` or both. */
export function vmOf(spec: VmiSpecLike, instancetype: unknown, preference: unknown): VirtualMachineLike {
  const matchers = { ...(instancetype ? { instancetype: { name: 'it' } } : {}), ...(preference ? { preference: { name: 'pr' } } : {}) };
  return frozen({ kind: 'VirtualMachine', metadata: { name: 'vm', namespace: 'ns' }, spec: { ...matchers, template: { spec } } });
}

/** A VM's verdict; nothing handed in may be changed, so all is frozen. */
export function verdict(spec: VmiSpecLike, instancetype?: InstancetypeSpec, preference?: PreferenceSpec, options?: AdmitOptions): ReturnType<typeof admit<VirtualMachineLike>> {
  return admit(vmOf(spec, instancetype, preference), readerOf(frozen(instancetype), frozen(preference)), options);
}

/** Why a VM is refused; empty where it is not. */
export function causesOf(...parameters: Parameters<typeof verdict>): readonly Diagnostic[] {
  const outcome = verdict(...parameters);
  return outcome.ok ? [] : outcome.causes;
}

/** The same as status causes, `type field`. */
export function statusCauses(...parameters: Parameters<typeof verdict>): readonly string[] {
  return causesOf(...parameters).map((cause) => `${cause.reason} ${cause.field}`);
}

/** Whether both flavours agree. */
export async function agrees(vm: VirtualMachineLike, reader: { get(ref: ObjectRef): object | undefined }): Promise<boolean> {
  const later = await admitAsync(vm, { get: (ref) => Promise.resolve(reader.get(ref)) });
  return JSON.stringify(later) === JSON.stringify(admit(vm, reader));
}
