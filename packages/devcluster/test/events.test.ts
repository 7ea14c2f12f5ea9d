import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asked, startAsked } from './support/client.ts';

const EVENTS = '/apis/events.k8s.io/v1/namespaces/default/events';
const event = (name: string, members: object = {}): object => ({
  ...{ apiVersion: 'events.k8s.io/v1', kind: 'Event', metadata: { name, namespace: 'default' } },
  ...{ eventTime: '2026-01-02T03:04:05.123456Z', reportingController: 'shop', reportingInstance: 'shop-1', action: 'Start', reason: 'Started', type: 'Normal', note: 'on its way' },
  ...{ regarding: { kind: 'ConfigMap', namespace: 'default', name: 'a' }, ...members },
});
let asked: Asked;

beforeAll(async () => {
  asked = await startAsked();
});
afterAll(() => asked.close());

test('an event of today\'s form is kept, and found by what it is about', async () => {
  expect((await asked.call('POST', EVENTS, event('one'))).code).toBe(201);
  expect((await asked.call('POST', EVENTS, event('two', { regarding: { kind: 'ConfigMap', namespace: 'default', name: 'b' } }))).code).toBe(201);
  const { body } = await asked.call('GET', `${EVENTS}?fieldSelector=regarding.name%3Db`);
  expect(body).toMatchObject({ items: [{ metadata: { name: 'two' } }] });
});

test('one without what it has to say is refused, and so is a time of three digits', async () => {
  expect((await asked.call('POST', EVENTS, event('bare', { action: '', reportingController: undefined }))).body).toMatchObject({ code: 422, details: { causes: [{ field: 'reportingController' }, { field: 'action' }] } });
  expect((await asked.call('POST', EVENTS, event('short', { eventTime: '2026-01-02T03:04:05.123Z' }))).code).toBe(400);
});
