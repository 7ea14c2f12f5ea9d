import type { StringMap, VirtualMachineClusterInstancetype, VirtualMachineClusterPreference } from '@instancetype/api';
import type { CatalogInstancetypeSpec, CatalogPreferenceSpec } from './catalog-spec.ts';
import { CATALOG_VERSION } from './version.ts';

const API_VERSION = 'instancetype.kubevirt.io/v1beta1';
const PREFIX = 'instancetype.kubevirt.io/';

/** The metadata of every object of the catalog: cluster-wide, so without a namespace. */
export interface CatalogMetadata {
  readonly name: string;
  readonly labels: StringMap;
  readonly annotations: StringMap;
}

/** An instance type of the catalog, frozen to its depth. */
export interface CatalogInstancetype extends VirtualMachineClusterInstancetype {
  readonly apiVersion: string;
  readonly kind: 'VirtualMachineClusterInstancetype';
  readonly metadata: CatalogMetadata;
  readonly spec: CatalogInstancetypeSpec;
}

/** A preference of the catalog, frozen to its depth. */
export interface CatalogPreference extends VirtualMachineClusterPreference {
  readonly apiVersion: string;
  readonly kind: 'VirtualMachineClusterPreference';
  readonly metadata: CatalogMetadata;
  readonly spec: CatalogPreferenceSpec;
}

/** What a table gives of an object; the rest is the same for all. */
export interface CatalogEntry<Kind extends string, Spec extends object> {
  readonly kind: Kind;
  readonly name: string;
  /** Without the common prefix; undefined leaves the label out. */
  readonly labels: Readonly<Record<string, string | undefined>>;
  readonly annotations: StringMap;
  readonly spec: Spec;
}

/** Makes an object of the catalog.
 * @param entry its kind, name, own labels, annotations and spec */
export function catalogObject<Kind extends string, Spec extends object>(
  entry: CatalogEntry<Kind, Spec>,
): { apiVersion: string; kind: Kind; metadata: CatalogMetadata; spec: Spec } {
  const labels: Record<string, string> = {};
  for (const [key, value] of Object.entries(entry.labels)) if (value !== undefined) labels[PREFIX + key] = value;
  labels[`${PREFIX}vendor`] = 'kubevirt.io';
  labels[`${PREFIX}common-instancetypes-version`] = CATALOG_VERSION;
  const metadata = { name: entry.name, labels, annotations: entry.annotations };
  return { apiVersion: API_VERSION, kind: entry.kind, metadata, spec: entry.spec };
}
