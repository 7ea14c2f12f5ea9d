import type { Lookups, ObjectRef, VirtualMachineLike } from '@instancetype/api';
import { showObject, showValue } from '@instancetype/conflict';
import type { Inference, Inferring, NotInferred } from './inference.ts';
import { readLabels } from './labels.ts';
import { listMember, member, textMember } from './member.ts';
import { objectMissing, objectUnnamed, otherNamespace, showRef, unsupported, volumeMissing } from './problem.ts';

/** Follows the chain from a volume of a VM to the label that tells its instance type or preference (BEHAVIOUR 9.1).
 * @param vm the VM
 * @param inferring what is inferred, from which volume */
export function* inferFrom(vm: VirtualMachineLike, inferring: Inferring): Lookups<Inference> {
  const volumes = listMember(member(member(member(vm, 'spec'), 'template'), 'spec'), 'volumes');
  const volume = volumes.find((each) => textMember(each, 'name') === inferring.volume);
  if (volume === undefined) return volumeMissing(inferring, volumes.map((each) => textMember(each, 'name')).filter((name) => name !== ''));
  const claim = member(volume, 'persistentVolumeClaim');
  if (claim !== undefined) return yield* fromLabels(inferring, 'PersistentVolumeClaim', { name: textMember(claim, 'claimName'), namespace: inferring.namespace });
  const dataVolume = member(volume, 'dataVolume');
  if (dataVolume !== undefined) return yield* fromDataVolume(vm, inferring, textMember(dataVolume, 'name'));
  return unsupported(inferring, 'that volume is neither a PersistentVolumeClaim nor a DataVolume');
}

interface Place {
  readonly name: string;
  readonly namespace: string | undefined;
}

function* fromLabels(inferring: Inferring, kind: string, place: Place): Lookups<Inference> {
  const ref: ObjectRef = { kind, ...place };
  const found = yield* get(inferring, ref);
  return 'ok' in found ? found : readLabels(inferring, ref, found.object);
}

// a template's own labels are not looked at, and no DataVolume is fetched where there is a template
function* fromDataVolume(vm: VirtualMachineLike, inferring: Inferring, name: string): Lookups<Inference> {
  const templates = listMember(member(vm, 'spec'), 'dataVolumeTemplates');
  const template = templates.find((each) => textMember(member(each, 'metadata'), 'name') === name);
  if (template !== undefined) return yield* fromSpec(inferring, member(template, 'spec'), showObject({ kind: 'DataVolumeTemplate', name }));
  const ref: ObjectRef = { kind: 'DataVolume', name, namespace: inferring.namespace };
  if (name === '') return objectUnnamed(inferring, ref);
  const dataVolume = yield ref;
  // a DataVolume that is done may be gone, and leaves a claim of its name
  if (!dataVolume) {
    inferring.passed.push(`${showRef(ref)}, which does not exist`);
    return yield* fromLabels(inferring, 'PersistentVolumeClaim', { name, namespace: inferring.namespace });
  }
  const labelled = readLabels(inferring, ref, dataVolume);
  return labelled.ok ? labelled : yield* fromSpec(inferring, member(dataVolume, 'spec'), showRef(ref));
}

function* fromSpec(inferring: Inferring, spec: unknown, whose: string): Lookups<Inference> {
  inferring.passed.push(whose);
  const source = member(spec, 'source');
  const direct = sourceOf(source);
  if (direct !== undefined) return yield* fromLabels(inferring, direct.kind, direct.place);
  const reference = member(spec, 'sourceRef');
  if (reference !== undefined) return yield* fromReference(inferring, reference, whose);
  const type = source === undefined ? 'no source' : `the source ${showValue(source)}`;
  return unsupported(inferring, `${whose} has ${type}, which has no labels to infer from`);
}

function* fromReference(inferring: Inferring, reference: unknown, whose: string): Lookups<Inference> {
  const kind = member(reference, 'kind');
  if (kind !== 'DataSource') return unsupported(inferring, `the sourceRef of ${whose} has the kind ${showValue(kind)} and not DataSource`);
  const written = member(reference, 'namespace');
  // only a namespace that is not there is the VM's: an empty one stays empty (Q26)
  const namespace = written === undefined ? inferring.namespace : textMember(reference, 'namespace');
  return yield* fromDataSource(inferring, { kind, name: textMember(reference, 'name'), namespace });
}

function* fromDataSource(inferring: Inferring, ref: ObjectRef): Lookups<Inference> {
  const found = yield* get(inferring, ref);
  if ('ok' in found) return found;
  const labelled = readLabels(inferring, ref, found.object);
  if (labelled.ok) return labelled;
  const direct = sourceOf(member(member(found.object, 'spec'), 'source'));
  // a DataSource that points to another one is not followed
  if (direct === undefined) return labelled;
  inferring.passed.push(showRef(ref));
  return yield* fromLabels(inferring, direct.kind, direct.place);
}

function sourceOf(source: unknown): { readonly kind: string; readonly place: Place } | undefined {
  const claim = member(source, 'pvc');
  if (claim !== undefined) return { kind: 'PersistentVolumeClaim', place: placeOf(claim) };
  const snapshot = member(source, 'snapshot');
  return snapshot === undefined ? undefined : { kind: 'VolumeSnapshot', place: placeOf(snapshot) };
}

// namespaces of sources are taken as written, without a default
function placeOf(source: unknown): Place {
  return { name: textMember(source, 'name'), namespace: textMember(source, 'namespace') };
}

function* get(inferring: Inferring, ref: ObjectRef): Lookups<{ readonly object: object } | NotInferred> {
  // a cluster takes a lookup without a name for a list, and one without a namespace for an error
  if (ref.name === '' || ref.namespace === '') return objectUnnamed(inferring, ref);
  if (inferring.crossNamespaceInference === 'deny' && ref.namespace !== inferring.namespace) return otherNamespace(inferring, ref);
  const object = yield ref;
  return object ? { object } : objectMissing(inferring, ref);
}
