import {
  API_VERSION,
  OBJECT_GENERATION_LABEL,
  OBJECT_KIND_LABEL,
  OBJECT_NAME_LABEL,
  OBJECT_UID_LABEL,
  OBJECT_VERSION_LABEL,
  type ObjectLike,
  type StringMap,
  VERSION,
  type VirtualMachineLike,
} from '@instancetype/api';
import { type Diagnostic, failure, type Outcome, showText, showValue, success } from '@instancetype/conflict';
import { FAMILY_NAMES, familyOfKind, SPEC_MODELS } from './family.ts';
import { printModel } from './print-model.ts';
import { misfitText, readModel } from './read-model.ts';

/** A ControllerRevision (apps/v1) as KubeVirt creates it for a VM. */
export interface NewControllerRevision {
  readonly apiVersion: 'apps/v1';
  readonly kind: 'ControllerRevision';
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels: StringMap;
    readonly ownerReferences: readonly [NewOwnerReference];
  };
  readonly data: object;
  readonly revision: 0;
}

/** The reference of a revision to its VM. */
export interface NewOwnerReference {
  readonly apiVersion: 'kubevirt.io/v1';
  readonly kind: 'VirtualMachine';
  readonly name: string;
  readonly uid: string;
  readonly controller: true;
  readonly blockOwnerDeletion: true;
}

interface StorableObject extends ObjectLike {
  readonly spec?: object | null | undefined;
}

type Container = Readonly<Record<string, unknown>>;

/** What of an object's metadata is stored; labels, annotations, finalizers, owners and managed fields are not. */
const STORED_METADATA: readonly string[] = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
];
const MAX_NAME = 253;
const MAX_LABEL = 63;

/** The name of the revision in which a VM's instance type or preference is stored (BEHAVIOUR 10.3): the names of both, the
 * version, and the object's UID and generation.
 * @param vm the VM
 * @param object the live instance type or preference */
export function revisionName(vm: VirtualMachineLike, object: ObjectLike): string {
  const { name, uid, generation } = object.metadata ?? {};
  return `${textOf(vm.metadata?.name)}-${textOf(name)}-${VERSION}-${textOf(uid)}-${textOf(generation ?? 0)}`;
}

/**
 * Makes the ControllerRevision in which a VM's instance type or preference is stored (BEHAVIOUR 10.3 step 3). The data is what
 * KubeVirt would print: quantities of the spec in their printed text (21.5), members that say nothing left out.
 * @param vm the VM, which becomes the owner
 * @param object the live instance type or preference, or `Stored.object` of an older revision
 * @param kind its kind, CamelCase; needed where the object does not carry it, as objects out of lists do not
 * @returns the revision, with the notes `revision-name-too-long` and `revision-label-too-long` where a cluster will refuse it;
 *   or the cause `revision-not-encodable`. Pointers are into the object
 */
export function encodeRevision(vm: VirtualMachineLike, object: StorableObject, kind: string | null | undefined = object.kind): Outcome<NewControllerRevision> {
  const family = familyOfKind(kind);
  if (family === undefined) {
    const what = `An object of kind ${showValue(kind ?? undefined)} is neither an instance type nor a preference and is not stored: give one of the four kinds`;
    return failure({ code: 'revision-not-encodable', severity: 'error', message: what, pointer: '/kind' });
  }
  const spec = readModel(object.spec, SPEC_MODELS[family]);
  const [misfit] = spec.misfits;
  if (misfit) {
    const what = `${capital(FAMILY_NAMES[family])} named "${showText(textOf(object.metadata?.name))}" cannot be stored: ${misfitText('spec', misfit)}`;
    return failure({ code: 'revision-not-encodable', severity: 'error', message: what, pointer: `/spec${misfit.pointer}` });
  }
  const name = revisionName(vm, object);
  const namespace = vm.metadata?.namespace;
  const labels = labelsOf(object, kind as string);
  const revision: NewControllerRevision = {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: { name, ...(namespace && { namespace }), labels, ownerReferences: [ownerReference(vm)] },
    data: {
      apiVersion: API_VERSION,
      kind,
      metadata: storedMetadata(object),
      spec: printModel(spec.value, SPEC_MODELS[family]),
    },
    revision: 0,
  };
  return success(revision, limits(name, labels));
}

function labelsOf(object: ObjectLike, kind: string): StringMap {
  const { name, uid, generation } = object.metadata ?? {};
  return {
    [OBJECT_GENERATION_LABEL]: textOf(generation ?? 0),
    [OBJECT_KIND_LABEL]: kind,
    [OBJECT_NAME_LABEL]: textOf(name),
    [OBJECT_UID_LABEL]: textOf(uid),
    [OBJECT_VERSION_LABEL]: VERSION,
  };
}

/** The reference with which a VM owns and controls a revision (BEHAVIOUR 10.3).
 * @param vm the VM */
export function ownerReference(vm: VirtualMachineLike): NewOwnerReference {
  const { name, uid } = vm.metadata ?? {};
  return { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', name: textOf(name), uid: textOf(uid), controller: true, blockOwnerDeletion: true };
}

function storedMetadata(object: ObjectLike): object {
  const metadata = (object.metadata ?? {}) as Container;
  const stored: Record<string, unknown> = {};
  for (const key of STORED_METADATA) {
    const value = metadata[key];
    // a grace period of 0 seconds is said, every other zero is unset
    if (value || (key === 'deletionGracePeriodSeconds' && value === 0)) stored[key] = value;
  }
  return stored;
}

function limits(name: string, labels: StringMap): Diagnostic[] {
  const notes: Diagnostic[] = [];
  if (name.length > MAX_NAME) {
    const message = `The revision's name would have ${name.length} characters and may have ${MAX_NAME}: shorten the name of the VM or of the object`;
    notes.push({ code: 'revision-name-too-long', severity: 'warning', message, pointer: '/metadata/name' });
  }
  const label = labels[OBJECT_NAME_LABEL] ?? '';
  if (label.length > MAX_LABEL) {
    const message = `The name "${showText(label)}" has ${label.length} characters; the revision's label of it may have ${MAX_LABEL}: shorten the name`;
    notes.push({ code: 'revision-label-too-long', severity: 'warning', message, pointer: '/metadata/name' });
  }
  return notes;
}

/** Text or a number as text; anything else is unset. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
