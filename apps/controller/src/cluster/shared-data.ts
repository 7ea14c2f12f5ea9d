import { createHash } from 'node:crypto';
import { type ApiObject, withoutBookkeeping } from '@instancetype/kube';

/** Keeps what ControllerRevisions hold once for all that hold the same, and their labels too. Every VM has its own revision of the same few
 * instance types: those of 100,000 VMs are 200,000 objects with some hundred different contents.
 * @returns projects a revision, for a cache */
export function shareData(): (revision: ApiObject) => ApiObject {
  const share = sharing();
  return (object) => {
    const { metadata, ...revision } = withoutBookkeeping(object);
    const { creationTimestamp: _, labels, ...kept } = (metadata ?? {}) as Readonly<Record<string, unknown>>;
    const shared = labels === undefined ? kept : { ...kept, labels: share(labels) };
    return revision['data'] === undefined ? { ...revision, metadata: shared } : { ...revision, metadata: shared, data: share(revision['data']) };
  };
}

/** Gives one object for all that are equal, as long as somebody has it. */
function sharing(): (value: unknown) => unknown {
  const known = new Map<string, WeakRef<object>>();
  const gone = new FinalizationRegistry<string>((print) => {
    if (known.get(print)?.deref() === undefined) known.delete(print);
  });
  return (value) => {
    if (typeof value !== 'object' || value === null) return value;
    const print = createHash('sha256').update(JSON.stringify(value)).digest('base64');
    const same = known.get(print)?.deref();
    if (same) return same;
    known.set(print, new WeakRef(value));
    gone.register(value, print);
    return value;
  };
}
