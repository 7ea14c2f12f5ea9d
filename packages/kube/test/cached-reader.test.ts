import { describe, expect, test } from 'vitest';
import { ApiError } from '../src/api-error.ts';
import { cachedReader } from '../src/cached-reader.ts';
import { type KnownKind, RESOURCES } from '../src/known-resources.ts';
import type { Named } from '../src/resource.ts';
import { openApi } from '../src/open-api.ts';
import { Answers, statusText } from './support/answers.ts';

type CacheLike = NonNullable<Parameters<typeof cachedReader>[0]['caches']>[number];

function cacheOf(kind: KnownKind, names: readonly Named[], options: { readonly isSynced?: boolean; readonly namespace?: string } = {}): CacheLike {
  const resource = RESOURCES[kind];
  const objects = names.map((metadata) => ({ kind, metadata }));
  return {
    resource,
    namespace: options.namespace,
    isSynced: options.isSynced ?? true,
    get: (namespace, name) => objects.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace),
    list: (namespace) => objects.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace),
  };
}

function cluster(answer: Answers['answer'] = { status: 404, body: statusText(404, 'NotFound') }): { readonly answers: Answers; readonly api: ReturnType<typeof openApi> } {
  const answers = new Answers();
  answers.answer = answer;
  return { answers, api: openApi(answers) };
}

const preference = { kind: 'VirtualMachinePreference', namespace: 'ns', name: 'p' };

describe('get', () => {
  test('gives at once, without a promise or a request, what a cache holds', () => {
    const { answers, api } = cluster();
    const reader = cachedReader({ api, caches: [cacheOf('VirtualMachinePreference', [{ namespace: 'ns', name: 'p' }])] });
    expect(reader.get(preference)).toMatchObject({ metadata: { name: 'p' } });
    expect(answers.calls).toEqual([]);
  });

  test('asks once for what a cache lacks: it may be a moment behind', async () => {
    const { answers, api } = cluster({ body: '{"kind":"VirtualMachinePreference","metadata":{"name":"new"}}' });
    const reader = cachedReader({ api, caches: [cacheOf('VirtualMachinePreference', [])] });
    expect(await reader.get({ ...preference, name: 'new' })).toMatchObject({ metadata: { name: 'new' } });
    expect(answers.asked).toBe('GET /apis/instancetype.kubevirt.io/v1beta1/namespaces/ns/virtualmachinepreferences/new');
  });

  test('what does not exist is undefined; what may not be seen, or cannot be, rejects', async () => {
    const { answers, api } = cluster();
    const reader = cachedReader({ api });
    expect(await reader.get(preference)).toBeUndefined();
    answers.answer = { status: 403, body: statusText(403, 'Forbidden') };
    await expect(reader.get(preference)).rejects.toMatchObject({ code: 'forbidden' });
    answers.answer = { status: 503, body: '' };
    await expect(reader.get(preference)).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('a cache that has not been filled yet, or is of another namespace, is not believed', async () => {
    const { answers, api } = cluster();
    const names = [{ namespace: 'ns', name: 'p' }];
    for (const options of [{ isSynced: false }, { namespace: 'other' }]) {
      await cachedReader({ api, caches: [cacheOf('VirtualMachinePreference', names, options)] }).get(preference);
    }
    expect(answers.calls).toHaveLength(2);
    expect(cachedReader({ api, caches: [cacheOf('VirtualMachinePreference', names, { namespace: 'ns' })] }).get(preference)).toMatchObject({ metadata: { name: 'p' } });
  });

  test('kinds of the cluster are found whatever namespace is given with them', async () => {
    const { answers, api } = cluster();
    const reader = cachedReader({ api, caches: [cacheOf('VirtualMachineClusterInstancetype', [{ name: 'u1' }])] });
    expect(reader.get({ kind: 'VirtualMachineClusterInstancetype', namespace: 'ns', name: 'u1' })).toMatchObject({ metadata: { name: 'u1' } });
    await reader.get({ kind: 'VirtualMachineClusterInstancetype', namespace: 'ns', name: 'u2' });
    expect(answers.asked).toBe('GET /apis/instancetype.kubevirt.io/v1beta1/virtualmachineclusterinstancetypes/u2');
  });

  test('what cannot be asked for does not exist', () => {
    const { answers, api } = cluster();
    const reader = cachedReader({ api });
    for (const ref of [{ ...preference, kind: 'Unknown' }, { ...preference, kind: 'constructor' }, { ...preference, name: '' }, { ...preference, name: '..' }, { ...preference, namespace: undefined }, { ...preference, namespace: '' }]) {
      expect(reader.get(ref as never)).toBeUndefined();
    }
    expect(cachedReader({}).get(preference)).toBeUndefined();
    expect(answers.calls).toEqual([]);
  });

  test('errors that are none of the cluster pass through', async () => {
    const api = { get: () => Promise.reject(new ApiError('gone', 'x')) };
    await expect(cachedReader({ api }).get(preference)).rejects.toMatchObject({ code: 'gone' });
  });
});

describe('names', () => {
  test('are those that filled caches hold, of one namespace or of all', () => {
    const names = [{ namespace: 'ns', name: 'a' }, { namespace: 'other', name: 'b' }];
    const reader = cachedReader({ caches: [cacheOf('VirtualMachinePreference', names), cacheOf('VirtualMachineClusterPreference', [{ name: 'c' }]), cacheOf('VirtualMachineInstancetype', names, { isSynced: false })] });
    expect(reader.names('VirtualMachinePreference', 'ns')).toEqual(['a']);
    expect(reader.names('VirtualMachinePreference')).toEqual(['a', 'b']);
    expect(reader.names('VirtualMachineClusterPreference', 'ns')).toEqual(['c']);
    expect([...reader.names('VirtualMachineInstancetype'), ...reader.names('Unknown')]).toEqual([]);
  });
});
