import type { Maybe, ObjectMetaLike, VirtualMachineInstanceLike, VmiSpecLike } from '@instancetype/api';

/** A VirtualMachineInstance as it is posted. It has all members of the VM's template as well. */
export interface RenderedInstance extends VirtualMachineInstanceLike {
  readonly apiVersion: 'kubevirt.io/v1';
  readonly kind: 'VirtualMachineInstance';
  readonly metadata?: Maybe<ObjectMetaLike & { readonly finalizers?: Maybe<readonly string[]> }>;
  readonly spec?: Maybe<VmiSpecLike & { readonly startStrategy?: Maybe<string> }>;
  readonly status?: Maybe<{ readonly virtualMachineRevisionName?: Maybe<string> }>;
}
