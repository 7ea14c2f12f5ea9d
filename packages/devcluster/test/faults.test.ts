import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Fault, LoggedRequest } from '../src/index.ts';
import { type Asked, configMap, CONFIG_MAPS, startAsked } from './support/client.ts';

let asked: Asked;
let fault: (request: Omit<LoggedRequest, 'code'>) => Fault | undefined = () => undefined;

beforeAll(async () => {
  asked = await startAsked({ faults: (request) => fault(request) });
});
afterAll(() => asked.close());
beforeEach(() => {
  fault = () => undefined;
  asked.cluster.clearRequests();
});

test('a request can be made to fail, with when to try again', async () => {
  fault = ({ verb, resource }) => (verb === 'list' && resource === 'configmaps' ? { status: { code: 429, reason: 'TooManyRequests', message: 'later', retryAfterSeconds: 3 } } : undefined);
  const { code, headers, body } = await asked.call('GET', CONFIG_MAPS);
  expect({ code, after: headers['retry-after'], body }).toMatchObject({ code: 429, after: '3', body: { reason: 'TooManyRequests', message: 'later', details: { retryAfterSeconds: 3 } } });
  expect((await asked.call('POST', CONFIG_MAPS, configMap('a'))).code).toBe(201);
});

test('a connection can be cut', async () => {
  fault = () => ({ cut: true });
  await expect(asked.call('GET', CONFIG_MAPS)).rejects.toThrow();
  expect(asked.cluster.requests).toEqual([{ verb: 'list', resource: 'configmaps', namespace: 'default', name: '', user: 'admin', code: 0 }]);
});

test('watches can be ended as a server ends them, and nothing else with them', async () => {
  const watched = asked.call('GET', `${CONFIG_MAPS}?watch=true`);
  await vi.waitFor(() => expect(asked.cluster.requests).toMatchObject([{ verb: 'watch', code: 200 }]));
  fault = () => ({ delay: 100 });
  const read = asked.call('GET', CONFIG_MAPS);
  await new Promise((resolve) => setTimeout(resolve, 30));
  asked.cluster.endWatches();
  expect((await watched).code).toBe(200);
  expect((await read).code).toBe(200);
});

test('an answer can be delayed', async () => {
  fault = () => ({ delay: 50 });
  const before = performance.now();
  await asked.call('GET', CONFIG_MAPS);
  // a timer may fire a little early
  expect(performance.now() - before).toBeGreaterThan(45);
});

test('requests are noted with who asked for what, and how it went', async () => {
  const headers = { authorization: `Bearer ${asked.cluster.tokenFor({ username: 'bob', groups: [] })}` };
  await asked.call('GET', `${CONFIG_MAPS}/none`);
  await asked.call('PATCH', '/apis/kubevirt.io/v1/namespaces/x/virtualmachines/y/status', {}, headers);
  await asked.call('GET', '/apis');
  expect(asked.cluster.requests).toEqual([
    { verb: 'get', resource: 'configmaps', namespace: 'default', name: 'none', user: 'admin', code: 404 },
    { verb: 'patch', resource: 'virtualmachines.kubevirt.io/status', namespace: 'x', name: 'y', user: 'bob', code: 403 },
    { verb: 'get', resource: '/apis', namespace: '', name: '', user: 'admin', code: 200 },
  ]);
});

test('a body that is too large, or none that can be read, is refused', async () => {
  expect((await asked.call('POST', CONFIG_MAPS, 'x'.repeat(3 * 1024 * 1024 + 1))).code).toBe(413);
  expect((await asked.call('POST', CONFIG_MAPS, '{')).code).toBe(400);
  expect((await asked.call('POST', CONFIG_MAPS, 'a: b', { 'content-type': 'application/yaml' })).code).toBe(415);
  expect((await asked.call('POST', CONFIG_MAPS, 'k8s', { 'content-type': 'application/vnd.kubernetes.protobuf' })).code).toBe(400);
});
