import type { ObjectRef } from '@instancetype/api';
import type { CatalogInstancetype, CatalogPreference } from './catalog-object.ts';
import { instancetypeNamed, instancetypes } from './instancetypes.ts';
import { preferenceNamed, preferences } from './preferences.ts';

const [INSTANCETYPES, PREFERENCES] = ['VirtualMachineClusterInstancetype', 'VirtualMachineClusterPreference'];

/** The catalog as a place to look objects up in, as a cluster is one. */
export interface CatalogReader {
  /** The object of a kind and name; undefined where the catalog has none. Its kinds are
   * `VirtualMachineClusterInstancetype` and `VirtualMachineClusterPreference`; a namespace means nothing for them. */
  get(ref: ObjectRef): CatalogInstancetype | CatalogPreference | undefined;
  /** The names that the catalog has of a kind, so that whoever mistypes one is told which was meant. */
  names(kind: string): readonly string[];
}

/** A reader of the whole catalog, to resolve a VM's instance type and preference without a cluster. */
export function catalogReader(): CatalogReader {
  return { get, names };
}

function get({ kind, name }: ObjectRef): CatalogInstancetype | CatalogPreference | undefined {
  if (kind === INSTANCETYPES) return instancetypeNamed(name);
  return kind === PREFERENCES ? preferenceNamed(name) : undefined;
}

function names(kind: string): readonly string[] {
  if (kind === INSTANCETYPES) return instancetypes().map(({ metadata }) => metadata.name);
  return kind === PREFERENCES ? preferences().map(({ metadata }) => metadata.name) : [];
}
