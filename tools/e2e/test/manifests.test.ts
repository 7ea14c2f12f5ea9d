import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { findBinaries } from '@instancetype-tools/apiserver';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';

type Json = Record<string, any>;

const DEPLOY = join(import.meta.dirname, '../../../apps/admitter/deploy');
const found = findBinaries();
const kubectl = 'missing' in found ? undefined : found.kubectl;

/** What `kubectl apply -k` would apply. */
function built(folder: string): Json[] {
  const text = execFileSync(kubectl ?? '', ['kustomize', join(DEPLOY, folder)], { encoding: 'utf8' });
  return parseAllDocuments(text).map((document) => document.toJS() as Json);
}

describe.skipIf(kubectl === undefined)(`the manifests of the admitter${kubectl === undefined ? ': skipped, there is no kubectl' : ''}`, () => {
  const webhooksOf = (objects: readonly Json[]): Json[] => objects.flatMap(({ webhooks }) => (webhooks ?? []) as Json[]);

  test('are KubeVirt\'s six webhooks, which must answer', () => {
    const webhooks = webhooksOf(built('base'));
    expect(webhooks.map(({ clientConfig }) => clientConfig.service.path as string)).toEqual([
      '/virtualmachines-mutate',
      '/virtualmachines-validate',
      '/virtualmachineinstancetypes-validate',
      '/virtualmachineclusterinstancetypes-validate',
      '/virtualmachinepreferences-validate',
      '/virtualmachineclusterpreferences-validate',
    ]);
    for (const webhook of webhooks) expect(webhook).toMatchObject({ failurePolicy: 'Fail', timeoutSeconds: 10, sideEffects: 'None', admissionReviewVersions: ['v1'] });
  });

  test('have a pod without rights on its node', () => {
    const deployment = built('base').find(({ kind }) => kind === 'Deployment');
    const { securityContext, containers } = deployment?.spec.template.spec as Json;
    expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(containers[0].securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
  });

  test('have the certificate and its authority put in by cert-manager', () => {
    const objects = built('cert-manager');
    const configurations = objects.filter(({ webhooks }) => webhooks !== undefined);
    expect(configurations.map(({ metadata }) => metadata.annotations['cert-manager.io/inject-ca-from'] as string)).toEqual(Array(2).fill('instancetype/instancetype-admitter'));
    const certificate = objects.find(({ kind, metadata }) => kind === 'Certificate' && metadata.name === 'instancetype-admitter');
    const volumes = objects.find(({ kind }) => kind === 'Deployment')?.spec.template.spec.volumes as Json[];
    expect(volumes[0]?.secret.secretName).toBe(certificate?.spec.secretName);
  });

  test('have an authority that stays when the certificate is renewed: replicas and the API server hear of that at different times', () => {
    const objects = built('cert-manager');
    const named = (wanted: string, name: string): Json => objects.find(({ kind, metadata }) => kind === wanted && metadata.name === name) as Json;
    const serving = named('Certificate', 'instancetype-admitter').spec;
    const { ca } = named('Issuer', serving.issuerRef.name).spec;
    const authority = objects.find(({ kind, spec }) => kind === 'Certificate' && spec.secretName === ca.secretName) as Json;
    expect(authority['spec']).toMatchObject({ isCA: true, duration: expect.stringMatching(/^\d{5}h$/) });
    expect(named('Issuer', authority['spec'].issuerRef.name).spec).toEqual({ selfSigned: {} });
    expect(serving.isCA).toBeUndefined();
  });

  test('stop nobody beside KubeVirt', () => {
    for (const webhook of webhooksOf(built('beside-kubevirt'))) expect(webhook).toMatchObject({ failurePolicy: 'Ignore', timeoutSeconds: 3 });
  });
});
