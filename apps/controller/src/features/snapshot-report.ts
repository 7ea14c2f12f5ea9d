import { isDeepStrictEqual } from 'node:util';
import { timeOf } from '@instancetype/api';
import { valueAt } from '@instancetype/conflict';
import type { ApiObject, ApiResource, GuardedPatch } from '@instancetype/kube';
import type { VmClient } from '../cluster/guarded-client.ts';

type Json = Readonly<Record<string, unknown>>;

const DONE = 'OperationComplete';
/** Why one is not done, if there is nothing more to say in a word. */
export const WAITING = 'Waiting';

/** One condition of a snapshot or a restore. */
export interface Condition {
  readonly type: 'Progressing' | 'Ready';
  readonly status: 'False' | 'True';
  readonly reason: string;
  readonly message: string;
}

/** What is told of a snapshot or a restore. */
export interface Report {
  /** Whether a condition is there, and true, for a reason. */
  has(type: Condition['type'], reason: string): boolean;
  /** Writes members of the status, where they are not so already: it takes effect only on the object as it was read.
   * @param conditions all there are
   * @param members others of the status; one that is undefined is removed */
  tell(conditions: readonly Condition[], members: Json): Promise<void>;
}

/** Tells in its status what becomes of an object.
 * @param object a snapshot or a restore, as it was read
 * @param resource its kind
 * @param client requests for it */
export function openReport(object: ApiObject, resource: ApiResource, client: Pick<VmClient, 'write'>): Report {
  let current = object;
  const conditionsNow = (): readonly Json[] => listAt(current, '/status/conditions');
  return {
    has: (type, reason) => conditionsNow().some((each) => each['type'] === type && each['status'] === 'True' && each['reason'] === reason),
    async tell(conditions, members) {
      const old = (current['status'] ?? {}) as Json;
      const told = { ...old, ...members, conditions: conditions.map((each) => dated(each, conditionsNow())) };
      const status = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
      if (isDeepStrictEqual(status, old)) return;
      const { uid, resourceVersion, name, namespace } = current.metadata ?? {};
      const isStill = [{ op: 'test', path: '/metadata/uid', value: uid }, { op: 'test', path: '/metadata/resourceVersion', value: resourceVersion }] as const;
      const patch: GuardedPatch = { json: [...isStill, { op: 'add', path: '/status', value: status }] };
      const send: Parameters<VmClient['write']>[2] = (api, options) => api.patch(resource, { name: name ?? '', namespace: namespace ?? undefined }, patch, { ...options, subresource: 'status' });
      current = await client.write('patchStatus', resource.kind, send);
    },
  };
}

/** The conditions of a snapshot that is taken, or a restore that is made.
 * @param message what was done, and what was not */
export function done(message: string): readonly Condition[] {
  return [
    { type: 'Ready', status: 'True', reason: DONE, message },
    { type: 'Progressing', status: 'False', reason: DONE, message: 'Nothing is left to do' },
  ];
}

/** The conditions of one that is not.
 * @param reason in one word
 * @param message what stands in the way */
export function progressing(reason: string, message: string): readonly Condition[] {
  return [
    { type: 'Ready', status: 'False', reason, message },
    { type: 'Progressing', status: 'True', reason, message },
  ];
}

/** A list in an object; an empty one where there is none.
 * @param object anything
 * @param path to it */
export function listAt(object: unknown, path: string): readonly Json[] {
  const list = valueAt(object, path);
  return Array.isArray(list) ? (list as readonly Json[]) : [];
}

// one that has been there keeps its time
function dated(condition: Condition, before: readonly Json[]): Json {
  const same = before.find(({ type, status }) => type === condition.type && status === condition.status);
  return { ...condition, lastTransitionTime: same?.['lastTransitionTime'] ?? timeOf(new Date()) };
}
