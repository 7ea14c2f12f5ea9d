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
  { metadata: {}, spec: {} },
]);

function configMap(target: ExportTarget = TARGET): ReturnType<typeof manifestConfigMap> {
  const manifest = exportManifest(VM, reader);
  if (!manifest.ok) throw new Error(JSON.stringify(manifest.causes));
  return manifestConfigMap(frozen(manifest.value), target, CLAIMS);
}

describe('the ConfigMap of an export', () => {
  const { data, ...object } = configMap();

  test('is an object of the API, named after the export, which owns it', () => {
    expect(object).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'exporter-vm-manifest-my-export',
        namespace: 'ns',
        ownerReferences: [{ apiVersion: 'export.kubevirt.io/v1', kind: 'VirtualMachineExport', name: 'my-export', uid: 'e', controller: true, blockOwnerDeletion: true }],
      },
    });
  });

  test('has a key for each address, its certificates, the name, the VM, and each claim without a template', () => {
    expect(Object.keys(data).sort()).toEqual(['dv-data', 'export-name', 'external_ca_cm', 'external_host', 'internal_ca_cm', 'internal_host', 'virtualmachine-manifest']);
    expect(data['internal_host']).toBe('virt-export-my-export.ns.svc');
    expect(JSON.parse(data['external_ca_cm'] ?? '')).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'export-ca-cm-my-export' }, data: { 'ca.pem': 'PEM out' } });
    expect(JSON.parse(data['dv-data'] ?? '')).toEqual({
      metadata: { name: 'data', namespace: 'ns' },
      spec: { source: { http: { url: '' } }, storage: { accessModes: ['ReadWriteMany'], volumeMode: 'Block', resources: { requests: { storage: '1Gi' } } } },
    });
  });

  test.each([undefined, null, ''])('has a DataVolume without a namespace for a VM whose namespace is %j', (namespace) => {
    const manifest = { metadata: { name: 'web', namespace }, spec: { template: { spec: { volumes: [{ name: 'data', dataVolume: { name: 'data' } }, { name: 'none', dataVolume: { name: '' } }] } } } };
    const claims = [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], volumeMode: null } }, { metadata: { name: '' } }];
    const own = manifestConfigMap(frozen(manifest) as VirtualMachineLike, TARGET, claims).data;
    expect(Object.keys(own).filter((key) => key.startsWith('dv-'))).toEqual(['dv-data']);
    expect(JSON.parse(own['dv-data'] ?? '')).toEqual({ metadata: { name: 'data' }, spec: { source: { http: { url: '' } }, storage: { accessModes: ['ReadWriteOnce'] } } });
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

  test('are objects of the API also where the ConfigMap, as KubeVirt writes it, does not say of what kind', () => {
    const kindless = Object.entries(configMap().data).map(([key, text]) => [key, text.replaceAll(/"(apiVersion|kind)":"[^"]*",?/g, '')]);
    const outcome = servedManifests(Object.fromEntries(kindless), { from: 'internal' });
    expect(outcome.ok && outcome.value).toMatchObject([{ apiVersion: 'v1', kind: 'ConfigMap' }, { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine' }, { apiVersion: 'cdi.kubevirt.io/v1beta1', kind: 'DataVolume' }]);
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

  test('read from nowhere yet where the server has no such volume', () => {
    const [, vm, dataVolume] = served('internal', (claim) => (claim === 'data' ? undefined : claim));
    expect(dataVolume.spec.source.http.url).toBe('');
    expect(vm.spec.dataVolumeTemplates[0].spec.source.http.url).toBe('https://virt-export-my-export.ns.svc/root');
  });

  test('have one slash between the address and the path, also where the address ends with some', () => {
    const data = configMap({ ...TARGET, internal: { host: 'here/', ca: '' } }).data;
    expect(servedManifests(data, { from: 'internal' })).toMatchObject({ value: [{}, {}, { spec: { source: { http: { url: 'https://here/volumes/data/disk.img.gz' } } } }] });
  });

  test('is one List as JSON', () => {
    const items = served('internal');
    expect(servedList(items)).toEqual({ apiVersion: 'v1', kind: 'List', metadata: {}, items });
  });

  test.each([['external_host', 'export-not-served'], ['external_ca_cm', 'export-unreadable'], ['virtualmachine-manifest', 'export-unreadable']])('is nothing without %s', (key, code) => {
    const { [key]: _none, ...data } = configMap().data;
    expect(servedManifests(data, { from: 'external' })).toMatchObject({ ok: false, causes: [{ code, severity: 'error', message: expect.stringContaining(key) }] });
  });

  test.each(['external_ca_cm', 'virtualmachine-manifest', 'dv-data'])('is nothing where %s is no JSON object', (key) => {
    for (const text of ['', '{', 'null', '[]', '1']) {
      expect(servedManifests({ ...configMap().data, [key]: text }, { from: 'external' })).toMatchObject({ ok: false, causes: [{ code: 'export-unreadable', message: expect.stringContaining(key) }] });
    }
  });

  test('without an address outside the cluster says which address was asked for', () => {
    const { external: _none, ...target } = TARGET;
    expect(servedManifests(configMap(target).data, { from: 'external' })).toMatchObject({ causes: [{ message: expect.stringMatching(/no external address/) }] });
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
