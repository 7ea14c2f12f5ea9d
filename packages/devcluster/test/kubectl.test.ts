import { execFile } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DevCluster, startDevCluster } from '../src/index.ts';

/** One that a variable names, one that was built for tests, or one that is installed. */
function findKubectl(): string | undefined {
  const { KUBECTL, PATH = '' } = process.env;
  const built = join(homedir(), '.cache/instancetype/apiserver');
  const places = [KUBECTL, ...foldersIn(built).map((folder) => join(built, folder, 'kubectl')), ...PATH.split(delimiter).map((folder) => join(folder, 'kubectl'))];
  return places.find((place) => place !== undefined && place !== '' && isProgram(place));
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const kubectl = findKubectl();

describe.skipIf(kubectl === undefined)(`kubectl${kubectl === undefined ? ' (skipped: there is none; name one with KUBECTL)' : ''}`, () => {
  let cluster: DevCluster;
  const folder = mkdtempSync(join(tmpdir(), 'devcluster-kubectl-'));
  const config = join(folder, 'config');

  beforeAll(async () => {
    cluster = await startDevCluster();
    writeFileSync(config, cluster.kubeconfig, { mode: 0o600 });
  });
  afterAll(async () => {
    await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (...args: readonly string[]): Promise<{ readonly code: number; readonly out: string }> => {
    const { promise, resolve } = Promise.withResolvers<{ code: number; out: string }>();
    // it keeps what it has discovered in a folder, by the address of the server
    const env = { ...process.env, HOME: folder, KUBECACHEDIR: join(folder, 'cache') };
    execFile(kubectl ?? '', ['--kubeconfig', config, ...args], { env }, (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, out: `${stdout}${stderr}` }));
    return promise;
  };
  const file = (name: string, ...objects: readonly object[]): string => {
    const path = join(folder, `${name}.json`);
    writeFileSync(path, objects.length === 1 ? JSON.stringify(objects[0]) : JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
    return path;
  };
  const machine = (runStrategy: string, more: object = {}): object => ({ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name: 'shop' }, spec: { runStrategy, template: {}, ...more } });
  const settings = (data: object, more: object = {}): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data, ...more });

  test('applies, and applies a change', async () => {
    expect(await run('apply', '-f', file('first', machine('Always', { extra: 1 }), settings({ a: 'b', c: 'd' })))).toEqual({ code: 0, out: 'virtualmachine.kubevirt.io/shop created\nconfigmap/settings created\n' });
    expect((await run('apply', '-f', file('first', machine('Always', { extra: 1 }), settings({ a: 'b', c: 'd' })))).out).toBe('virtualmachine.kubevirt.io/shop unchanged\nconfigmap/settings unchanged\n');
    expect((await run('apply', '-f', file('second', machine('Halted'), settings({ a: 'x' })))).out).toBe('virtualmachine.kubevirt.io/shop configured\nconfigmap/settings configured\n');
    expect((await run('get', 'vm/shop', '-o', 'jsonpath={.spec}')).out).toBe('{"runStrategy":"Halted","template":{}}');
    expect((await run('get', 'cm/settings', '-o', 'jsonpath={.data}')).out).toBe('{"a":"x"}');
  });

  test('is told of a mistake in a manifest', async () => {
    expect((await run('apply', '-f', file('wrong', settings({}, { dta: {} })))).out).toContain('unknown field "dta"');
  });

  test('shows', async () => {
    await run('patch', 'vm', 'shop', '--subresource=status', '--type=merge', '-p', '{"status":{"printableStatus":"Running","conditions":[{"type":"Ready","status":"True"}]}}');
    expect((await run('get', 'vm')).out).toMatch(/^NAME +AGE +STATUS +READY\nshop +\S+ +Running +True\n$/);
    expect((await run('get', 'virtualmachines.kubevirt.io', 'shop', '-o', 'yaml')).out).toContain('runStrategy: Halted');
    expect((await run('describe', 'vm', 'shop')).out).toMatch(/Run Strategy: +Halted[\s\S]*Events: +<none>/);
    expect((await run('wait', '--for=condition=Ready', 'vm/shop', '--timeout=20s')).out).toBe('virtualmachine.kubevirt.io/shop condition met\n');
    expect((await run('api-resources', '--api-group=instancetype.kubevirt.io', '-o', 'name')).out.split('\n')).toContain('virtualmachineinstancetypes.instancetype.kubevirt.io');
    expect((await run('get', 'vm', 'none')).out).toContain('virtualmachines.kubevirt.io "none" not found');
  });

  test('changes', async () => {
    expect((await run('label', 'vm', 'shop', 'tier=web')).out).toBe('virtualmachine.kubevirt.io/shop labeled\n');
    expect((await run('annotate', 'cm', 'settings', 'why=so')).out).toMatch(/configmap\/settings annotated/);
    expect((await run('patch', 'cm', 'settings', '-p', '{"data":{"z":"z"}}')).out).toBe('configmap/settings patched\n');
    expect((await run('get', 'vm', '-l', 'tier=web', '-o', 'name')).out).toBe('virtualmachine.kubevirt.io/shop\n');
    expect((await run('apply', '--dry-run=server', '-f', file('rehearsed', machine('Always')))).out).toContain('(server dry run)');
  });

  test('makes kinds that it sends in protobuf', async () => {
    expect((await run('create', 'namespace', 'team')).out).toBe('namespace/team created\n');
    expect((await run('create', 'configmap', 'made', '--from-literal=a=b')).out).toBe('configmap/made created\n');
    expect((await run('create', 'secret', 'generic', 'hidden', '--from-literal=a=b')).out).toBe('secret/hidden created\n');
    expect((await run('get', 'secret', 'hidden', '-o', 'jsonpath={.data.a}')).out).toBe('Yg==');
    expect((await run('create', 'serviceaccount', 'robot')).out).toBe('serviceaccount/robot created\n');
    expect((await run('create', 'token', 'robot')).code).toBe(0);
    await run('create', 'role', 'reader', '--verb=get', '--resource=virtualmachines.kubevirt.io');
    await run('create', 'rolebinding', 'readers', '--role=reader', '--user=bob');
    expect((await run('auth', 'can-i', 'get', 'vm', '--as', 'bob')).out).toBe('yes\n');
    expect(await run('auth', 'can-i', 'delete', 'vm', '--as', 'bob')).toEqual({ code: 1, out: 'no\n' });
    expect((await run('auth', 'whoami')).out).toContain('admin');
  });

  test('creates and deletes', async () => {
    expect((await run('create', '-f', file('again', { ...machine('Always'), metadata: { name: 'other' } }))).out).toBe('virtualmachine.kubevirt.io/other created\n');
    expect((await run('create', '-f', file('again', { ...machine('Always'), metadata: { name: 'other' } }))).out).toContain('AlreadyExists');
    expect((await run('delete', 'vm', 'other', 'shop')).out).toMatch(/"other" deleted.*\n.*"shop" deleted/);
    expect((await run('delete', 'namespace', 'team')).code).toBe(0);
    expect((await run('get', 'vm')).out).toContain('No resources found');
  });
});
