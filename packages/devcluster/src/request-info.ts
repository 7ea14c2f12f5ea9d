/** What a request is about, read from its method and path alone, as roles and webhooks see it. */
export interface RequestInfo {
  readonly path: string;
  /** As roles name it; for what is no resource the method in small letters. */
  readonly verb: string;
  readonly isResource: boolean;
  readonly group: string;
  readonly version: string;
  /** Empty for all namespaces and for kinds of the cluster; for a Namespace its own name. */
  readonly namespace: string;
  readonly resource: string;
  readonly name: string;
  /** As `status` or `token`; empty for the object itself. */
  readonly subresource: string;
  /** What follows the subresource. */
  readonly rest: readonly string[];
}

const VERBS: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', GET: 'get', HEAD: 'get', DELETE: 'delete' };
const NAMESPACE_SUBRESOURCES: readonly string[] = ['status', 'finalize'];

/** Reads what a request is about.
 * @param method GET, POST, ...
 * @param url its path and query */
export function requestInfo(method: string, url: URL): RequestInfo {
  const [root = '', ...segments] = url.pathname.split('/').filter((segment) => segment !== '').map(decode);
  const placed = placeOf(root, segments);
  const path = url.pathname;
  const none = { group: '', version: '', namespace: '', resource: '', name: '', subresource: '', rest: [] };
  if (!placed || placed.tail.length === 0) return { path, verb: method.toLowerCase(), isResource: false, ...none };
  const { group, version, tail } = placed;
  const { namespace, parts } = inNamespace(tail);
  const [resource = '', name = '', subresource = '', ...rest] = parts;
  const verb = verbOf(method, url.searchParams, name);
  const selected = name === '' && (verb === 'list' || verb === 'watch') ? selectedName(url.searchParams) : name;
  return { path, verb, isResource: true, group, version, namespace, resource, name: selected, subresource, rest };
}

function placeOf(root: string, segments: readonly string[]): { readonly group: string; readonly version: string; readonly tail: readonly string[] } | undefined {
  if (root === 'api') return { group: '', version: segments[0] ?? '', tail: segments.slice(1) };
  return root === 'apis' ? { group: segments[0] ?? '', version: segments[1] ?? '', tail: segments.slice(2) } : undefined;
}

function inNamespace(tail: readonly string[]): { readonly namespace: string; readonly parts: readonly string[] } {
  const [first, namespace = '', next] = tail;
  if (first !== 'namespaces') return { namespace: '', parts: tail };
  const isNested = next !== undefined && !NAMESPACE_SUBRESOURCES.includes(next);
  return { namespace, parts: isNested ? tail.slice(2) : tail };
}

function verbOf(method: string, query: URLSearchParams, name: string): string {
  const verb = VERBS[method] ?? method.toLowerCase();
  if (name !== '') return verb;
  if (verb === 'get') return isTrue(query.get('watch')) ? 'watch' : 'list';
  return verb === 'delete' ? 'deletecollection' : verb;
}

function selectedName(query: URLSearchParams): string {
  const [, name = ''] = /(?:^|,)metadata\.name==?([^,]+)(?:,|$)/.exec(query.get('fieldSelector') ?? '') ?? [];
  return name;
}

function isTrue(value: string | null): boolean {
  return value !== null && ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(value);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
