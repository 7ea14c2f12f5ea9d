import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asked, CONFIG_MAPS, startAsked } from './support/client.ts';

let asked: Asked;
beforeAll(async () => {
  asked = await startAsked({ tls: false });
});
afterAll(() => asked.close());

const field = (number: number, ...parts: readonly (string | Buffer)[]): Buffer => {
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  return Buffer.concat([Buffer.from([number * 8 + 2, ...varint(bytes.length)]), bytes]);
};
const varint = (value: number): number[] => (value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]);
const number = (at: number, value: number): Buffer => Buffer.from([at * 8, ...varint(value)]);
const object = (apiVersion: string, kind: string, ...raw: readonly Buffer[]): Buffer => Buffer.concat([Buffer.from('k8s\u0000'), field(1, field(1, apiVersion), field(2, kind)), field(2, ...raw), field(3), field(4)]);
const PROTOBUF = { 'content-type': 'application/vnd.kubernetes.protobuf' };

test('an object is read as Go clients write it, with empty members where nothing is set', async () => {
  const metadata = field(1, field(1, 'made'), field(2), field(5), number(7, 0), field(8), field(11, field(1, 'app'), field(2, 'x')), field(14, 'a.b/c'));
  const body = object('v1', 'ConfigMap', metadata, field(2, field(1, 'a'), field(2, 'é'.repeat(100))), field(2, field(1, 'empty'), field(2)), field(3, field(1, 'raw'), field(2, Buffer.from([255]))), number(4, 1));
  const answered = await asked.call('POST', CONFIG_MAPS, body, PROTOBUF);
  expect(answered).toMatchObject({ code: 201, body: { metadata: { name: 'made', labels: { app: 'x' }, finalizers: ['a.b/c'] }, data: { a: 'é'.repeat(100), empty: '' }, binaryData: { raw: '/w==' }, immutable: true } });
});

test('times keep their digits', async () => {
  const renewTime = field(4, number(1, Date.UTC(2024, 0, 1) / 1000), number(2, 123_000));
  const body = object('coordination.k8s.io/v1', 'Lease', field(1, field(1, 'l')), field(2, field(1, 'me'), number(2, 15), renewTime));
  const { body: lease } = await asked.call('POST', '/apis/coordination.k8s.io/v1/namespaces/default/leases', body, PROTOBUF);
  expect(lease.spec).toEqual({ holderIdentity: 'me', leaseDurationSeconds: 15, renewTime: '2024-01-01T00:00:00.000123Z' });
});

test.each([
  ['what is no object', Buffer.from('nothing'), 400],
  ['half an object', object('v1', 'ConfigMap', field(1, field(1, 'half'))).subarray(0, 30), 400],
  ['a kind that nobody sends so', object('kubevirt.io/v1', 'VirtualMachine', field(1, field(1, 'a'))), 415],
  ['a field that no object has', Buffer.concat([Buffer.from('k8s\u0000'), Buffer.from([9, 0, 0, 0, 0, 0, 0, 0, 0])]), 400],
])('%s is refused', async (_what, body, code) => {
  expect((await asked.call('POST', CONFIG_MAPS, body, PROTOBUF)).code).toBe(code);
});
