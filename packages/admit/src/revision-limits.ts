import { type Family, type Lookups, type Maybe, type ObjectLike, type ObjectRef, type VirtualMachineLike } from '@instancetype/api';
import type { Diagnostic, ObjectName } from '@instancetype/conflict';
import { encodeRevision } from '@instancetype/revision';
import type { AdmitOptions } from './options.ts';

/** What a matcher of a VM leads to. */
interface Storing {
  readonly vm: VirtualMachineLike;
  readonly family: Family;
  /** Nothing where it leads nowhere; with a revision where it is stored already. */
  readonly found: Maybe<{ readonly object: ObjectName; readonly revision?: string | undefined }>;
}

// shorter names together cannot make the name of a revision too long, nor one of its labels
const SHORT = 63;

/** Whether the ControllerRevision in which an object will be stored can have the name that it gets (BEHAVIOUR 10.3). KubeVirt
 * finds out when the VM is there, and tries for ever (Q47).
 * @param storing the VM, and what one of its matchers leads to
 * @param options the cluster, of which only the policy `reference` stores anything, and what is passed over */
export function* checkRevisionName({ vm, family, found }: Storing, options: AdmitOptions): Lookups<readonly Diagnostic[]> {
  const name: unknown = vm.metadata?.name;
  if (!found || found.revision !== undefined || !isStoring(options) || typeof name !== 'string') return [];
  if (name.length <= SHORT && found.object.name.length <= SHORT) return [];
  const live = yield* read(found.object, options);
  const encoded = live && encodeRevision(vm, live, found.object.kind);
  if (!encoded?.ok) return [];
  const field = `spec.${family}`;
  return encoded.notes.map((note) => ({ ...note, severity: 'error', reason: 'FieldValueInvalid', field, pointer: `/spec/${family}` }));
}

function isStoring({ cluster }: AdmitOptions): boolean {
  return (cluster?.configuration?.instancetype?.referencePolicy ?? 'reference') === 'reference';
}

// uid and generation are part of the name, and what was found does not say them
function* read(ref: ObjectRef, { ignoresFault }: AdmitOptions): Lookups<ObjectLike | undefined> {
  try {
    return ((yield ref) ?? undefined) as ObjectLike | undefined;
  } catch (error) {
    if (ignoresFault?.(error)) return undefined;
    throw error;
  }
}
