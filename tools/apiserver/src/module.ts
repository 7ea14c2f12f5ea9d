import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the Go module is that requires the servers. */
export const moduleDirectory: string = join(import.meta.dirname, '../go');

/** What is built, from which package, and what the file is called that Go makes of it. */
export const PROGRAMS: readonly { readonly name: string; readonly path: string; readonly built: string }[] = [
  { name: 'kube-apiserver', path: 'k8s.io/kubernetes/cmd/kube-apiserver', built: 'kube-apiserver' },
  { name: 'kubectl', path: 'k8s.io/kubernetes/cmd/kubectl', built: 'kubectl' },
  { name: 'etcd', path: 'go.etcd.io/etcd/server/v3', built: 'server' },
];

/** The versions that go.mod requires. */
export interface Versions {
  readonly kubernetes: string;
  readonly etcd: string;
}

/** Reads them. */
export function versions(): Versions {
  const text = readFileSync(join(moduleDirectory, 'go.mod'), 'utf8');
  const of = (module: string): string => new RegExp(`^\\s*${module} (v\\S+)`, 'm').exec(text)?.[1] ?? 'unknown';
  return { kubernetes: of('k8s.io/kubernetes'), etcd: of('go.etcd.io/etcd/server/v3') };
}

/** How Go builds them: static, without what only a debugger needs, and saying their version as a release does. */
export function buildFlags(): readonly string[] {
  const { kubernetes } = versions();
  const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(kubernetes) ?? [];
  const said = { gitVersion: kubernetes, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  const stamps = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((path) => Object.entries(said).map(([name, value]) => `-X ${path}.${name}=${value}`));
  return ['-trimpath', '-mod=readonly', '-buildvcs=false', `-ldflags=-s -w ${stamps.join(' ')}`];
}

/** Where everything is cached that is built here, outside the checkout. */
export function cacheRoot(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'instancetype', 'apiserver');
}

/** Where the binaries belong that are built from this go.mod and go.sum on this platform. */
export function cacheDirectory(): string {
  const hash = createHash('sha256').update(JSON.stringify([PROGRAMS, buildFlags()]));
  for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(join(moduleDirectory, file)));
  return join(cacheRoot(), `${versions().kubernetes}-${process.platform}-${process.arch}-${hash.digest('hex').slice(0, 12)}`);
}

/** Whether all that is built is in a directory. It is moved there as a whole, so that what is there is complete.
 * @param directory which */
export function isBuilt(directory: string): boolean {
  return PROGRAMS.every(({ name }) => existsSync(join(directory, name)));
}
