import type { StringMap } from '@instancetype/api';
import type { ApiObject } from './resource.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** An object without what only its writers need: `metadata.managedFields` and the copy that `kubectl apply` keeps of itself. They
 * are a third of what a VM weighs. The rest is shared.
 * @param object as the API gives it */
export function withoutBookkeeping(object: ApiObject): ApiObject {
  const metadata = object.metadata as Readonly<Record<string, unknown>> | null | undefined;
  if (!metadata) return object;
  const annotations = metadata['annotations'] as StringMap | null | undefined;
  const applied = annotations !== null && annotations !== undefined && Object.hasOwn(annotations, LAST_APPLIED);
  if (!applied && metadata['managedFields'] === undefined) return object;
  const { managedFields: _, ...kept } = metadata;
  if (!applied) return { ...object, metadata: kept };
  const { [LAST_APPLIED]: __, ...others } = annotations;
  return { ...object, metadata: { ...kept, annotations: others } };
}

/** Freezes an object and all that it holds, so that whoever changes what a cache shares is found out.
 * @param object parsed JSON */
export function freezeAll(object: object): void {
  const open: object[] = [object];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Object.isFrozen(next)) continue;
    Object.freeze(next);
    for (const value of Object.values(next)) if (typeof value === 'object' && value !== null) open.push(value);
  }
}
