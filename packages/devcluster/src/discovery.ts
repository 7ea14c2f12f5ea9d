import { openApiDocument, openApiIndex, openApiV2 } from './open-api.ts';
import type { ApiService } from './proxy.ts';
import { type ResourceType, type ResourceTypes } from './resource.ts';
import { REVIEW_KINDS } from './reviews.ts';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const VERSION = { major: '1', minor: '36', gitVersion: 'v1.36.0-devcluster', gitCommit: '', gitTreeState: 'clean', buildDate: '2026-01-01T00:00:00Z', goVersion: 'go1.26', compiler: 'none', platform: 'embedded/node' };
const RANKED = /^v(\d+)(?:(alpha|beta)(\d+))?$/;

interface Group {
  readonly name: string;
  readonly versions: readonly { readonly groupVersion: string; readonly version: string }[];
  readonly preferredVersion: { readonly groupVersion: string; readonly version: string } | undefined;
}

/** What a path tells about the API itself; undefined for every other path.
 * @param path without the query
 * @param types what the cluster knows
 * @param services the groups that other servers answer for */
export function discover(path: string, types: ResourceTypes, services: readonly ApiService[]): object | string | undefined {
  switch (path) {
    case '/healthz':
    case '/livez':
    case '/readyz':
      return 'ok';
    case '/version':
      return VERSION;
    case '/':
      return { paths: ['/api', '/api/v1', '/apis', ...groupsOf(types, services).flatMap(pathsOf), '/healthz', '/livez', '/openapi/v2', '/openapi/v3', '/readyz', '/version'] };
    case '/api':
      return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
    case '/apis':
      return { kind: 'APIGroupList', apiVersion: 'v1', groups: groupsOf(types, services) };
    case '/openapi/v2':
      return openApiV2();
    case '/openapi/v3':
      return openApiIndex(types);
    default:
      return path.startsWith('/openapi/v3/') ? openApiDocument(path.slice('/openapi/v3/'.length), types) : below(path, types, services);
  }
}

function pathsOf({ name, versions }: Group): string[] {
  return [`/apis/${name}`, ...versions.map(({ groupVersion }) => `/apis/${groupVersion}`)];
}

function below(path: string, types: ResourceTypes, services: readonly ApiService[]): object | undefined {
  const [root, name = '', version, ...more] = path.split('/').slice(1).filter((part) => part !== '');
  if (root === 'api') return name === 'v1' && version === undefined ? resourceList('', 'v1', types) : undefined;
  if (root !== 'apis' || more.length > 0) return undefined;
  const group = groupsOf(types, services).find((each) => each.name === name);
  if (!group) return undefined;
  if (version === undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...group };
  return group.versions.some((each) => each.version === version) ? resourceList(name, version, types) : undefined;
}

function groupsOf(types: ResourceTypes, services: readonly ApiService[]): Group[] {
  const versions = new Map<string, Set<string>>();
  for (const { group = '', version = '' } of [...types.all, ...REVIEW_KINDS, ...services]) {
    if (group !== '') versions.set(group, (versions.get(group) ?? new Set()).add(version));
  }
  return [...versions].map(([name, each]) => {
    const sorted = [...each].sort((a, b) => rank(b) - rank(a)).map((version) => ({ groupVersion: `${name}/${version}`, version }));
    return { name, versions: sorted, preferredVersion: sorted[0] };
  });
}

// v2 before v1, and each before its betas and alphas
function rank(version: string): number {
  const [, major = '0', stage, minor = '0'] = RANKED.exec(version) ?? [];
  return (stage === undefined ? 2 : stage === 'beta' ? 1 : 0) * 1e6 + Number(major) * 1e3 + Number(minor);
}

function resourceList(group: string, version: string, types: ResourceTypes): object {
  const kept = types.all.filter((type) => type.group === group && type.version === version).flatMap(resourcesOf);
  const asked = REVIEW_KINDS.filter((each) => each.group === group && each.version === version).map(({ plural, kind }) => ({ name: plural, singularName: kind.toLowerCase(), namespaced: false, kind, verbs: ['create'] }));
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: group === '' ? version : `${group}/${version}`, resources: [...kept, ...asked] };
}

function resourcesOf(type: ResourceType): object[] {
  const { plural, singular, kind, namespaced, shortNames, status } = type;
  const isAccount = kind === 'ServiceAccount' && type.group === '';
  return [
    { name: plural, singularName: singular, namespaced, kind, verbs: VERBS, ...(shortNames.length > 0 && { shortNames }) },
    ...(status ? [{ name: `${plural}/status`, singularName: '', namespaced, kind, verbs: ['get', 'patch', 'update'] }] : []),
    ...(isAccount ? [{ name: `${plural}/token`, singularName: '', namespaced, group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest', verbs: ['create'] }] : []),
  ];
}
