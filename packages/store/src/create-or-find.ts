import type { ControllerRevisionLike, ObjectRef } from '@instancetype/api';
import { isCode, type StoreSteps } from './steps.ts';

/** Creates a revision.
 * @param revision the revision
 * @returns undefined where it was created, else the one of its name that is there. Where that one goes between the two calls, this throws what the
 *   cluster answered (`already-exists`): whoever tries again creates it */
export function* createOrFind(revision: ControllerRevisionLike): StoreSteps<ControllerRevisionLike | undefined> {
  try {
    yield { verb: 'create', revision };
    return undefined;
  } catch (error) {
    if (!isCode(error, 'already-exists')) throw error;
    const { name, namespace } = revision.metadata ?? {};
    const ref: ObjectRef = { kind: 'ControllerRevision', name: name ?? '', namespace: namespace ?? undefined };
    const existing = (yield { verb: 'get', ref }) as ControllerRevisionLike | null | undefined;
    if (!existing) throw error;
    return existing;
  }
}
