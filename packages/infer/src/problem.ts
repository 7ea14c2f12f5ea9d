import type { Family, ObjectRef } from '@instancetype/api';
import { type Diagnostic, nearestWord, showObject, showText, showValue, type Suggestion } from '@instancetype/conflict';
import type { Inferring, NotInferred } from './inference.ts';

const MAX_LISTED = 10;

const NOUNS: Readonly<Record<Family, string>> = { instancetype: 'an instance type', preference: 'a preference' };

/** The VM has no volume of the name that the matcher gives (BEHAVIOUR 9.1 step 1). */
export function volumeMissing(inferring: Inferring, names: readonly string[]): NotInferred {
  const known = names.length === 0 ? 'the VM has no volumes' : `its volumes are ${names.slice(0, MAX_LISTED).map(showText).join(', ')}`;
  const meant = nearestWord(inferring.volume, names);
  const path = pointerOf(inferring.family);
  const suggestions = meant === undefined ? [] : [{ title: `Infer from volume ${showText(meant)}`, patch: [{ op: 'replace', path, value: meant } as const] }];
  return fatal(inferring, 'inference-volume-not-found', `which is no volume of the VM (${known}): name one of them, or add it`, suggestions);
}

/** A volume, a source or a reference of a type that carries no labels to infer from (BEHAVIOUR 9.1). */
export function unsupported(inferring: Inferring, what: string): NotInferred {
  const { family } = inferring;
  const mend = `set spec.${family}.name instead, or spec.${family}.inferFromVolumeFailurePolicy to Ignore`;
  return ignorable(inferring, 'inference-unsupported', `and ${what}: ${mend}`);
}

/** The object at the end of the chain does not say what is wanted (BEHAVIOUR 9.1). */
export function labelMissing(inferring: Inferring, ref: ObjectRef, label: string): NotInferred {
  const { family } = inferring;
  const mend = `add it there, set spec.${family}.name instead, or spec.${family}.inferFromVolumeFailurePolicy to Ignore`;
  return ignorable(inferring, 'inference-label-missing', `but ${showRef(ref)}${through(inferring)} has no label ${label}: ${mend}`);
}

/** An object of the chain does not exist: no failure policy covers that (BEHAVIOUR 9.2). */
export function objectMissing(inferring: Inferring, ref: ObjectRef): NotInferred {
  const why = `does not exist: create it, correct the reference, or set spec.${inferring.family}.name instead`;
  return fatal(inferring, 'inference-object-not-found', `which leads to ${showRef(ref)}${through(inferring)}, which ${why}`);
}

/** An object of the chain that nothing can be, for it has no name or no namespace: KubeVirt's client refuses to ask for it (BEHAVIOUR 2, Q26). */
export function objectUnnamed(inferring: Inferring, ref: ObjectRef): NotInferred {
  const why = ref.name === '' ? 'is named by nothing: write the name' : 'is referred to without a namespace, and there is no default: write it';
  const mend = `in the reference, or set spec.${inferring.family}.name instead`;
  return fatal(inferring, 'inference-source-unnamed', `which leads to ${showRef(ref)}${through(inferring)}, which ${why} ${mend}`);
}

/** A chain that leaves the VM's namespace, where that is not wanted. */
export function otherNamespace(inferring: Inferring, ref: ObjectRef): NotInferred {
  const mend = `set spec.${inferring.family}.name instead, or use a source in the VM's namespace`;
  return fatal(inferring, 'inference-other-namespace', `which leads to ${showRef(ref)}${through(inferring)}, which is not looked at in a namespace other than the VM's: ${mend}`);
}

/** An object of the chain, as messages name it. */
export function showRef(ref: ObjectRef): string {
  if (ref.name !== '') return showObject(ref);
  return ref.namespace ? `a ${ref.kind} of namespace ${showText(ref.namespace)}` : `a ${ref.kind}`;
}

function through({ passed }: Inferring): string {
  return passed.length === 0 ? '' : ` (through ${passed.join(' and ')})`;
}

function pointerOf(family: Family): string {
  return `/spec/${family}/inferFromVolume`;
}

function fatal(inferring: Inferring, code: string, message: string, suggestions: readonly Suggestion[] = []): NotInferred {
  return { ok: false, ignorable: false, cause: finding(inferring, code, message, suggestions) };
}

function ignorable(inferring: Inferring, code: string, message: string): NotInferred {
  const { family } = inferring;
  const path = `/spec/${family}/inferFromVolumeFailurePolicy`;
  const title = `Set spec.${family}.inferFromVolumeFailurePolicy to Ignore, which leaves the VM without ${NOUNS[family]}`;
  return { ok: false, ignorable: true, cause: finding(inferring, code, message, [{ title, patch: [{ op: 'add', path, value: 'Ignore' }] }]) };
}

// without a reason: the webhook answers with a bare error (BEHAVIOUR 9.2)
function finding({ family, volume }: Inferring, code: string, message: string, suggestions: readonly Suggestion[]): Diagnostic {
  const field = `spec.${family}.inferFromVolume`;
  const whole = `${field} is ${showValue(volume)}, ${message}`;
  const found: Diagnostic = { code, severity: 'error', message: whole, field, pointer: pointerOf(family) };
  return suggestions.length === 0 ? found : { ...found, suggestions };
}
