import type { VirtualMachineLike } from '@instancetype/api';
import { frozen } from '@instancetype-tools/test-values';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exportManifest, type ExportTarget, manifestConfigMap, servedList, servedManifests } from '../src/index.ts';
import { reader, VM } from './exported-vm.ts';

const TARGET: ExportTarget = frozen({
  name: 'my-export',
  namespace: 'ns',
  uid: 'e',
  internal: { host: 'virt-export-my-export.ns.svc', ca: 'PEM in' },
  external: { host: 'export.example.com/api/export.kubevirt.io/v1/namespaces/ns/virtualmachineexports/my-export', ca: 'PEM out' },
});
const CLAIMS = frozen([
  { metadata: { name: 'root' }, spec: { accessModes: ['ReadWriteOnce'] } },
  { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteMany'], volumeMode: 'Block', resources: { requests: { storage: '1Gi' } }, storageClassName: 'fast', volumeName: 'pv' } },
  { metadata: { name: 'other' }, spec: {} },
]);

function configMap(target: ExportTarget = TARGET): ReturnType<typeof manifestConfigMap> {
  const manifest = exportManifest(VM, reader);
  if (!manifest.ok) throw new Error(JSON.stringify(manifest.causes));
  return manifestConfigMap(frozen(manifest.value), target, CLAIMS);
}

describe('the ConfigMap of an export', () => {
  const { metadata, data } = configMap();

  test('is named after the export, which owns it', () => {
    expect(metadata).toMatchObject({ name: 'exporter-vm-manifest-my-export', namespace: 'ns', ownerReferences: [{ kind: 'VirtualMachineExport', name: 'my-export', uid: 'e', controller: true }] });
  });

  test('has a key for each address, its certificates, the name, the VM, and each claim without a template', () => {
    expect(Object.keys(data).sort()).toEqual(['dv-data', 'export-name', 'external_ca_cm', 'external_host', 'internal_ca_cm', 'internal_host', 'virtualmachine-manifest']);
    expect(data['internal_host']).toBe('virt-export-my-export.ns.svc');
    expect(JSON.parse(data['external_ca_cm'] ?? '')).toMatchObject({ metadata: { name: 'export-ca-cm-my-export' }, data: { 'ca.pem': 'PEM out' } });
    expect(JSON.parse(data['dv-data'] ?? '')).toEqual({
      metadata: { name: 'data', namespace: 'ns' },
      spec: { source: { http: { url: '' } }, storage: { accessModes: ['ReadWriteMany'], volumeMode: 'Block', resources: { requests: { storage: '1Gi' } } } },
    });
  });

  test('has no keys for an address that there is not', () => {
    const { external: _none, ...target } = TARGET;
    expect(Object.keys(configMap(target).data).filter((key) => key.startsWith('external'))).toEqual([]);
  });
});

describe('what the server gives', () => {
  const served = (from: 'internal' | 'external', pathOf?: (claim: string) => string | undefined): any[] => {
    const outcome = servedManifests(configMap().data, { from, pathOf });
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.causes));
    return outcome.value as any[];
  };

  test('are the certificates, the VM and the DataVolumes, as objects of the API', () => {
    expect(served('internal').map(({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.name}`)).toEqual(['v1 ConfigMap export-ca-cm-my-export', 'kubevirt.io/v1 VirtualMachine web', 'cdi.kubevirt.io/v1beta1 DataVolume data']);
    expect(served('external')[0].data).toEqual({ 'ca.pem': 'PEM out' });
  });

  test('read from the address that was asked, with its certificates and the header of the secret', () => {
    const [, vm, dataVolume] = served('external');
    const http = (claim: string): object => ({
      url: `https://${TARGET.external?.host}/volumes/${claim}/disk.img.gz`,
      certConfigMap: 'export-ca-cm-my-export',
      secretExtraHeaders: ['header-secret-my-export'],
    });
    expect(vm.spec.dataVolumeTemplates[0].spec.source).toEqual({ http: http('root') });
    expect(vm.spec.dataVolumeTemplates[1].spec.source).toEqual({ blank: {} });
    expect(dataVolume.spec.source).toEqual({ http: http('data') });
  });

  test('read from where the server says that a volume is', () => {
    expect(served('internal', (claim) => `/x/${claim}.gz`)[2].spec.source.http.url).toBe('https://virt-export-my-export.ns.svc/x/data.gz');
  });

  test('is one List as JSON', () => {
    expect(servedList(served('internal'))).toMatchObject({ apiVersion: 'v1', kind: 'List', items: [{ kind: 'ConfigMap' }, { kind: 'VirtualMachine' }, { kind: 'DataVolume' }] });
  });

  test.each([['external_host', 'export-not-served'], ['external_ca_cm', 'export-unreadable'], ['virtualmachine-manifest', 'export-unreadable']])('is nothing without %s', (key, code) => {
    const { [key]: _none, ...data } = configMap().data;
    expect(servedManifests(data, { from: 'external' })).toMatchObject({ ok: false, causes: [{ code }] });
  });
});

test('whatever stands in a VM, in claims and in the data: no exception, and a sentence for what is wrong', () => {
  const hostile = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(undefined, '', 0, '__proto__'));
  const volume = fc.oneof(hostile, fc.record({ dataVolume: fc.oneof(hostile, fc.record({ name: hostile })), persistentVolumeClaim: hostile }));
  const spec = fc.oneof(hostile, fc.record({ instancetype: hostile, dataVolumeTemplates: fc.oneof(hostile, fc.array(fc.oneof(hostile, fc.record({ metadata: hostile, spec: hostile })))), template: fc.oneof(hostile, fc.record({ spec: fc.oneof(hostile, fc.record({ volumes: fc.oneof(hostile, fc.array(volume)) })) })) }, { requiredKeys: [] }));
  const vms = fc.oneof(hostile, fc.record({ metadata: hostile, spec, status: hostile }, { requiredKeys: [] }));
  fc.assert(
    fc.property(vms, fc.array(fc.oneof(hostile, fc.record({ metadata: hostile, spec: hostile }))), (vm, claims) => {
      const manifest = exportManifest(frozen(vm) as VirtualMachineLike, reader);
      if (!manifest.ok) return manifest.causes.forEach(({ message }) => expect(message).toMatch(/^.{20,}$/u));
      const { data } = manifestConfigMap(frozen(manifest.value), TARGET, frozen(claims) as object[]);
      servedManifests({ ...data, 'virtualmachine-manifest': JSON.stringify(vm) ?? '' }, { from: 'internal' });
    }),
    { numRuns: 1000 },
  );
});
