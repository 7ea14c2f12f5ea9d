import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { findBinaries } from '@instancetype-tools/apiserver';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';

type Json = Record<string, any>;

const DEPLOY = join(import.meta.dirname, '../../../apps/controller/deploy');
const found = findBinaries();
const kubectl = 'missing' in found ? undefined : found.kubectl;

/** What `kubectl apply -k` would apply of the base with components. */
function built(components: readonly string[]): Json[] {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'components-'));
  // nothing may be named by an absolute path
  const to = (...names: string[]): string => relative(folder, join(DEPLOY, ...names));
  try {
    writeFileSync(join(folder, 'kustomization.yaml'), JSON.stringify({ resources: [to('base')], components: components.map((name) => to('components', name)) }));
    return parseAllDocuments(execFileSync(kubectl ?? '', ['kustomize', folder], { encoding: 'utf8' })).map((document) => document.toJS() as Json);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(kubectl === undefined)(`the components of the controller${kubectl === undefined ? ': skipped, there is no kubectl' : ''}`, () => {
  const COMPONENTS = ['instances', 'live-update', 'export', 'metrics', 'snapshot'];

  test('each turn a feature on, and give it rights, to the controller alone', () => {
    const objects = built(COMPONENTS);
    const args = objects.find(({ kind }) => kind === 'Deployment')?.spec.template.spec.containers[0].args as string[];
    for (const name of COMPONENTS) {
      expect(args).toContain(`--features=${name}`);
      const binding = objects.find(({ kind, metadata }) => kind === 'ClusterRoleBinding' && metadata.name === `instancetype-controller-${name}`);
      expect(binding).toMatchObject({ roleRef: { name: `instancetype-controller-${name}` }, subjects: [{ kind: 'ServiceAccount', name: 'instancetype-controller', namespace: 'instancetype' }] });
      expect(objects.some(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === `instancetype-controller-${name}`)).toBe(true);
    }
  });

  test('read no ConfigMap but the one with the certificates of exports', () => {
    const rules = built(['export']).flatMap(({ rules: each }) => (each ?? []) as Json[]).filter(({ resources }) => resources.includes('configmaps'));
    expect(rules.map(({ verbs, resourceNames }) => [verbs, resourceNames] as const)).toEqual([
      [['create'], undefined],
      [['get'], ['kubevirt-export-ca']],
    ]);
  });

  test('are not there where nobody asked for them', () => {
    expect(JSON.stringify(built([]))).not.toMatch(/virtualmachineinstances|virtualmachineexports|--features=(?!references)/);
  });
});
