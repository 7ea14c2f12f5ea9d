import type { VirtualMachineLike } from '@instancetype/api';
import { patchOf } from '@instancetype/draft';
import { expand } from '@instancetype/expand';
import { frozen } from '@instancetype-tools/test-values';
import fc from 'fast-check';
import rfc6902 from 'rfc6902';
import { describe, expect, test } from 'vitest';
import { exportManifest, exportManifestAsync } from '../src/index.ts';
import { reader, VM } from './exported-vm.ts';

const NOBODY = { get: () => undefined };

function manifestOf(vm: VirtualMachineLike): Record<string, any> {
  const outcome = exportManifest(frozen(vm), reader);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.causes));
  return outcome.value as Record<string, any>;
}

describe('the manifest of a VM', () => {
  const manifest = manifestOf(VM);

  test('has its metadata without what means nothing elsewhere, and no status', () => {
    expect(manifest['metadata']).toEqual({ name: 'web', namespace: 'ns', labels: { a: '1' }, annotations: { b: '2' } });
    expect(manifest['status']).toEqual({});
  });

  test('names no instance type, and has its values and the defaults of the cluster', () => {
    expect(manifest['spec']).not.toHaveProperty('instancetype');
    expect(manifest['spec'].template.spec.domain).toMatchObject({ cpu: { sockets: 2 }, memory: { guest: '2Gi' }, machine: { type: 'q35' } });
    expect(manifest['spec'].template.metadata.annotations).toEqual({ own: '1' });
  });

  test('reads the data of the templates that it uses from the export, and leaves the others alone', () => {
    expect(manifest['spec'].dataVolumeTemplates).toEqual([
      { metadata: { name: 'root' }, spec: { source: { http: { url: '' } }, storage: { resources: {} } } },
      { metadata: { name: 'unused' }, spec: { source: { blank: {} }, storage: {} } },
    ]);
  });

  test.each([
    { source: { http: { url: '', secretRef: 's' } } },
    { source: { http: { url: '' }, pvc: { name: 'p' } } },
    { source: { http: { url: 'https://elsewhere' } } },
    { source: { http: {} } },
    { source: { s3: { url: '' } } },
    { source: { http: { url: '' } }, sourceRef: { kind: 'DataSource', name: 'fedora' } },
    { source: null },
    { sourceRef: null },
  ])('reads from nothing but the export where a template said %j', (own) => {
    const dataVolumeTemplates = [{ metadata: { name: 'root' }, spec: own }];
    expect(manifestOf({ ...VM, spec: { ...VM.spec, dataVolumeTemplates } } as VirtualMachineLike)['spec'].dataVolumeTemplates[0].spec).toEqual({ source: { http: { url: '' } } });
  });

  test('of a VM that names neither has no defaults', () => {
    const { instancetype: _none, ...spec } = VM.spec as { instancetype: object };
    expect(manifestOf({ ...VM, spec } as VirtualMachineLike)['spec'].template).toEqual(VM.spec?.template);
  });
});

test('a VM whose instance type is gone has no manifest', () => {
  expect(exportManifest(VM, NOBODY)).toMatchObject({ ok: false, causes: [{ code: 'instancetype-not-found' }] });
});

test('its trace says by which rule each change was made', () => {
  const outcome = exportManifest(VM, reader, { trace: true });
  const own = outcome.ok ? outcome.trace.filter(({ rule }) => rule.startsWith('exported-')) : [];
  expect(own.map(({ rule, action, path, origin }) => [rule, action, path, origin].join(' '))).toEqual([
    'exported-status set /status derived',
    ...['uid', 'generation', 'finalizers', 'resourceVersion'].map((key) => `exported-metadata remove /metadata/${key} derived`),
    'exported-source remove /spec/dataVolumeTemplates/0/spec/sourceRef derived',
    'exported-source set /spec/dataVolumeTemplates/0/spec/source derived',
  ]);
});

test('a reader that answers later gives the same', async () => {
  expect(await exportManifestAsync(VM, { get: (ref) => Promise.resolve(reader.get(ref)) }, { trace: true })).toEqual(exportManifest(VM, reader, { trace: true }));
});

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const names = fc.constantFrom('a', 'b', 'c', '');
const volumes = fc.array(fc.oneof(names.map((name) => ({ name, dataVolume: { name } })), names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } })), fc.constant({ name: 'e', emptyDisk: {} })), { maxLength: 4 });
const templates = fc.array(fc.record({ metadata: names.map((name) => ({ name })), spec: fc.constantFrom({ sourceRef: { name: 's' } }, { source: { http: { url: 'https://x' } }, pvc: {} }, { source: { http: { url: '' } } }) }), { maxLength: 3 });
const vms: fc.Arbitrary<VirtualMachineLike> = fc
  .record({ volumes, templates, named: fc.boolean(), metadata: fc.constantFrom({ name: 'web' }, VM.metadata, undefined), status: fc.constantFrom(undefined, {}, VM.status) })
  .map(({ volumes: own, templates: brought, named, metadata, status }) =>
    frozen({ metadata, spec: { ...(named && { instancetype: { name: 'it' } }), dataVolumeTemplates: brought, template: { spec: { domain: {}, volumes: own } } }, status }) as VirtualMachineLike,
  );

test('for any VM: its manifest is its own manifest, and expanding it once more changes nothing', () => {
  fc.assert(
    fc.property(vms, (vm) => {
      const manifest = frozen(manifestOf(vm)) as VirtualMachineLike;
      const again = exportManifest(manifest, NOBODY);
      expect(again.ok && again.value).toBe(manifest);
      const expanded = expand(manifest, NOBODY);
      expect(expanded.ok && expanded.value).toBe(manifest);
    }),
    { numRuns: 300 },
  );
});

test('for any VM: the patch of the trace leads to its manifest', () => {
  fc.assert(
    fc.property(vms, (vm) => {
      const outcome = exportManifest(vm, reader, { trace: true });
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.causes));
      const replayed = json(vm);
      expect(rfc6902.applyPatch(replayed, json(patchOf(outcome.trace, vm, outcome.value)) as never).filter(Boolean)).toEqual([]);
      expect(replayed).toEqual(json(outcome.value));
    }),
    { numRuns: 300 },
  );
});
