import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBinaries } from '@instancetype-tools/apiserver';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';

type Json = Record<string, any>;

const DEPLOY = join(import.meta.dirname, '../../../apps/controller/deploy');
const found = findBinaries();
const kubectl = 'missing' in found ? undefined : found.kubectl;

/** What `kubectl apply -k` would apply of the base with components. */
function built(...components: readonly string[]): Json[] {
  // a base must be named by a relative path
  const folder = mkdtempSync(join(DEPLOY, 'test-'));
  try {
    writeFileSync(join(folder, 'kustomization.yaml'), JSON.stringify({ resources: ['../base'], components: components.map((name) => `../components/${name}`) }));
    return parseAllDocuments(execFileSync(kubectl ?? '', ['kustomize', folder], { encoding: 'utf8' })).map((document) => document.toJS() as Json);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(kubectl === undefined)(`the manifests of the controller${kubectl === undefined ? ': skipped, there is no kubectl' : ''}`, () => {
  const deploymentIn = (objects: readonly Json[]): Json => objects.find(({ kind }) => kind === 'Deployment')?.spec as Json;

  test('are two replicas, of which one stays when nodes are drained, without rights on their nodes', () => {
    const objects = built();
    const { replicas, template } = deploymentIn(objects);
    expect(replicas).toBe(2);
    expect(objects.find(({ kind }) => kind === 'PodDisruptionBudget')?.spec).toMatchObject({ minAvailable: 1, selector: { matchLabels: template.metadata.labels } });
    expect(template.spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(template.spec.containers[0].securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
  });

  test('give no right to everything, and none to secrets', () => {
    const rules = built('expand', 'late-inference', 'metrics').flatMap(({ rules: of }) => (of ?? []) as Json[]);
    expect(rules.length).toBeGreaterThan(5);
    for (const { apiGroups, resources, verbs } of rules) expect([...apiGroups, ...resources, ...verbs]).not.toContain('*');
    expect(rules.flatMap(({ resources }) => resources as string[])).not.toContain('secrets');
  });

  test('turn a feature on with its component, and write VMs only where that is asked for', () => {
    const writesVms = (objects: readonly Json[]): string[] =>
      objects.flatMap(({ rules }) => ((rules ?? []) as Json[]).filter(({ resources }) => resources.includes('virtualmachines')).flatMap(({ verbs }) => (verbs as string[]).filter((verb) => !['get', 'list', 'watch'].includes(verb))));
    expect(writesVms(built('metrics'))).toEqual([]);
    expect(writesVms(built('late-inference'))).toEqual(['patch']);
    expect(writesVms(built('expand'))).toEqual(['update']);
    expect(deploymentIn(built('metrics', 'late-inference')).template.spec.containers[0].args).toEqual(['--features=references', '--features=metrics', '--features=late-inference']);
  });
});
