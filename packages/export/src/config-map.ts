import type { OwnerReferenceLike, VirtualMachineLike } from '@instancetype/api';
import { valueAt } from '@instancetype/conflict';
import { claimNames, templateNames } from './claims.ts';

const VM_KEY = 'virtualmachine-manifest';
const NAME_KEY = 'export-name';
const INTERNAL = { host: 'internal_host', ca: 'internal_ca_cm' } as const;
const EXTERNAL = { host: 'external_host', ca: 'external_ca_cm' } as const;

/** Where an export is served. */
export interface ExportAddress {
  /** Host and, outside the cluster, the path to the export, without a scheme: `export.example.com/api/.../my-export`. */
  readonly host: string;
  /** The certificates that its TLS is checked with, PEM. */
  readonly ca: string;
}

/** A VirtualMachineExport and its addresses. */
export interface ExportTarget {
  /** The VirtualMachineExport. */
  readonly name: string;
  readonly namespace: string;
  /** Without it, as in a manifest, nothing owns the ConfigMap. */
  readonly uid?: string | undefined;
  readonly internal: ExportAddress;
  /** Undefined where the cluster has no ingress or route to the export proxy. */
  readonly external?: ExportAddress | undefined;
}

/** A ConfigMap (v1). */
export interface ConfigMap {
  readonly apiVersion: 'v1';
  readonly kind: 'ConfigMap';
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly ownerReferences?: readonly OwnerReferenceLike[] };
  readonly data: Readonly<Record<string, string>>;
}

/** A DataVolume (cdi.kubevirt.io/v1beta1) that reads a claim's data from an export. */
export interface DataVolume {
  readonly apiVersion?: 'cdi.kubevirt.io/v1beta1';
  readonly kind?: 'DataVolume';
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: { readonly source: { readonly http: HttpSource }; readonly storage: object };
}

/** A source over HTTP. */
export interface HttpSource {
  readonly url: string;
  readonly certConfigMap?: string;
  readonly secretExtraHeaders?: readonly string[];
}

/** The ConfigMap from which an export's server serves the manifest (BEHAVIOUR 17.1 step 5). Where one of its name exists, that one is
 * kept: the manifest is that of the first creation.
 * @param manifest what `exportManifest` gave
 * @param target the export
 * @param claims the PersistentVolumeClaims of the VM's namespace; those that the VM does not use are passed over */
export function manifestConfigMap(manifest: VirtualMachineLike, target: ExportTarget, claims: Iterable<object>): ConfigMap {
  const data: Record<string, string> = {
    ...addressData(INTERNAL, target.internal, target.name),
    ...(target.external && addressData(EXTERNAL, target.external, target.name)),
    [VM_KEY]: JSON.stringify(manifest),
    [NAME_KEY]: target.name,
  };
  for (const dataVolume of dataVolumesOf(manifest, claims)) data[`dv-${dataVolume.metadata.name}`] = JSON.stringify(dataVolume);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `exporter-vm-manifest-${target.name}`, namespace: target.namespace, ...(target.uid && { ownerReferences: [ownerOf(target.name, target.uid)] }) },
    data,
  };
}

/** The ConfigMap with the certificates of an export, which importers check its TLS with (BEHAVIOUR 17.1 step 6).
 * @param exportName the VirtualMachineExport
 * @param ca PEM */
export function caConfigMap(exportName: string, ca: string): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `export-ca-cm-${exportName}` }, data: { 'ca.pem': ca } };
}

function addressData(keys: typeof INTERNAL | typeof EXTERNAL, { host, ca }: ExportAddress, exportName: string): Record<string, string> {
  return { [keys.host]: host, [keys.ca]: JSON.stringify(caConfigMap(exportName, ca)) };
}

function ownerOf(name: string, uid: string): OwnerReferenceLike {
  return { apiVersion: 'export.kubevirt.io/v1', kind: 'VirtualMachineExport', name, uid, controller: true, blockOwnerDeletion: true };
}

/** One DataVolume for each claim that the VM uses and brings no template for. */
function dataVolumesOf(manifest: VirtualMachineLike, claims: Iterable<object>): readonly DataVolume[] {
  const brought = templateNames(manifest);
  const byName = new Map([...claims].map((claim) => [valueAt(claim, '/metadata/name'), claim]));
  return claimNames(manifest).flatMap((name) => {
    const claim = brought.has(name) ? undefined : byName.get(name);
    return claim ? [dataVolumeOf(name, claim, manifest)] : [];
  });
}

function dataVolumeOf(name: string, claim: object, manifest: VirtualMachineLike): DataVolume {
  const namespace = valueAt(manifest, '/metadata/namespace');
  const own = (['accessModes', 'volumeMode', 'resources'] as const).map((key) => [key, valueAt(claim, `/spec/${key}`)] as const);
  return {
    metadata: { name, ...(typeof namespace === 'string' && namespace !== '' && { namespace }) },
    spec: { source: { http: { url: '' } }, storage: Object.fromEntries(own.filter(([, value]) => value !== undefined && value !== null)) },
  };
}
