import type { Rule } from './rbac.ts';

/** One object that a cluster has from the start. */
export interface Bootstrapped {
  readonly group: string;
  readonly plural: string;
  readonly namespace?: string;
  readonly object: object;
}

const RBAC = 'rbac.authorization.k8s.io';
const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease', 'kubevirt'];
const HEALTH = ['/healthz', '/livez', '/readyz', '/version', '/version/'];
const DISCOVERY = ['/api', '/api/*', '/apis', '/apis/*', '/openapi', '/openapi/*', ...HEALTH];

const ROLES: Readonly<Record<string, readonly Rule[]>> = {
  'cluster-admin': [
    { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
    { verbs: ['*'], nonResourceURLs: ['*'] },
  ],
  'system:discovery': [{ verbs: ['get'], nonResourceURLs: DISCOVERY }],
  'system:public-info-viewer': [{ verbs: ['get'], nonResourceURLs: HEALTH }],
  'system:basic-user': [
    { verbs: ['create'], apiGroups: ['authorization.k8s.io'], resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'] },
    { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
  ],
  'system:auth-delegator': [
    { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'] },
    { verbs: ['create'], apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'] },
  ],
};

const BINDINGS: Readonly<Record<string, readonly string[]>> = {
  'cluster-admin': ['system:masters'],
  'system:discovery': ['system:authenticated'],
  'system:public-info-viewer': ['system:authenticated', 'system:unauthenticated'],
  'system:basic-user': ['system:authenticated'],
};

const AUTHENTICATION = 'extension-apiserver-authentication';

/** What every cluster has: namespaces, the roles that Kubernetes brings, and what aggregated API servers read to know whom to trust.
 * @param trust certificates, PEM */
export function bootstrapObjects(trust: { readonly clientCa: string; readonly proxyCa: string }): readonly Bootstrapped[] {
  const reader: Rule = { verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['configmaps'], resourceNames: [AUTHENTICATION] };
  return [
    ...NAMESPACES.map((name) => ({ group: '', plural: 'namespaces', object: { metadata: { name } } })),
    ...Object.entries(ROLES).map(([name, rules]) => ({ group: RBAC, plural: 'clusterroles', object: { metadata: { name }, rules } })),
    ...Object.entries(BINDINGS).map(([name, groups]) => ({ group: RBAC, plural: 'clusterrolebindings', object: bindingOf(name, groups) })),
    { group: RBAC, plural: 'roles', namespace: 'kube-system', object: { metadata: { name: `${AUTHENTICATION}-reader` }, rules: [reader] } },
    { group: '', plural: 'configmaps', namespace: 'kube-system', object: { metadata: { name: AUTHENTICATION }, data: authenticationOf(trust) } },
  ];
}

function bindingOf(name: string, groups: readonly string[]): object {
  return { metadata: { name }, subjects: groups.map((group) => ({ kind: 'Group', name: group })), roleRef: { kind: 'ClusterRole', name } };
}

function authenticationOf({ clientCa, proxyCa }: { readonly clientCa: string; readonly proxyCa: string }): object {
  return {
    ...(clientCa !== '' && { 'client-ca-file': clientCa }),
    'requestheader-client-ca-file': proxyCa,
    'requestheader-allowed-names': '["front-proxy-client"]',
    'requestheader-username-headers': '["X-Remote-User"]',
    'requestheader-group-headers': '["X-Remote-Group"]',
    'requestheader-extra-headers-prefix': '["X-Remote-Extra-"]',
  };
}
