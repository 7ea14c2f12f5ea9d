import type { ObjectRef } from '@instancetype/api';
import type { CatalogInstancetype, CatalogPreference } from './catalog-object.ts';
import { findInstancetype } from './instancetypes.ts';
import { findPreference } from './preferences.ts';

/** The catalogue as a place to look objects up in, as a cluster is one. */
export interface CatalogReader {
  /** The object of a kind and name; undefined where the catalogue has none. Its kinds are
   * `VirtualMachineClusterInstancetype` and `VirtualMachineClusterPreference`; a namespace means nothing for them. */
  get(ref: ObjectRef): CatalogInstancetype | CatalogPreference | undefined;
}

/** A reader of the whole catalogue, to resolve a VM's instance type and preference without a cluster. */
export function catalogReader(): CatalogReader {
  return { get };
}

function get(ref: ObjectRef): CatalogInstancetype | CatalogPreference | undefined {
  switch (ref.kind) {
    case 'VirtualMachineClusterInstancetype':
      return findInstancetype(ref.name);
    case 'VirtualMachineClusterPreference':
      return findPreference(ref.name);
    default:
      return undefined;
  }
}
