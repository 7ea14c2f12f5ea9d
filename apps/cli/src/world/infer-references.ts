import { type Family, matcherOf, type ObjectRef, type VirtualMachineLike } from '@instancetype/api';
import { type Diagnostic, showObject } from '@instancetype/conflict';
import type { Trace, TraceEntry } from '@instancetype/draft';
import { inferInstancetype } from '@instancetype/infer';
import { inferPreference } from '@instancetype/preference-infer';
import { validateMatcher } from '@instancetype/validate';
import type { World } from './world.ts';

/** Why a matcher could not be inferred. */
export interface NotInferred {
  readonly family: Family;
  readonly causes: readonly Diagnostic[];
  /** What is known neither from the input nor from --objects; where it is empty, the manifest itself is wrong. */
  readonly unknown: readonly ObjectRef[];
}

/** A VM whose matchers were inferred as far as that can be. */
export interface Inferred {
  readonly vm: VirtualMachineLike;
  readonly trace: Trace;
  readonly failures: readonly NotInferred[];
}

const NOTHING: Trace = [];

/** Infers what a VM leaves to its volumes, from the volumes and their sources that are at hand. A matcher that is wrong in
 * itself stays as it is.
 * @param vm the VM
 * @param world where claims, DataVolumes, DataSources and VolumeSnapshots are looked up */
export function inferReferences(vm: VirtualMachineLike, world: World): Inferred {
  const first = inferOne(vm, 'instancetype', world);
  const second = inferOne(first.vm, 'preference', world);
  return { vm: second.vm, trace: [...first.trace, ...second.trace], failures: [...first.failures, ...second.failures] };
}

function inferOne(vm: VirtualMachineLike, family: Family, world: World): Inferred {
  const matcher = matcherOf(vm, family);
  if (!matcher?.inferFromVolume) return { vm, trace: NOTHING, failures: [] };
  const wrong = validateMatcher(matcher, family);
  if (wrong.length > 0) return { vm, trace: NOTHING, failures: [{ family, causes: wrong, unknown: [] }] };
  const unknown: ObjectRef[] = [];
  const reader = {
    get: (ref: ObjectRef): object | undefined => {
      const found = world.get(ref);
      if (!found) unknown.push(ref);
      return found;
    },
  };
  const outcome = family === 'instancetype' ? inferInstancetype(vm, reader, { trace: true }) : inferPreference(vm, reader, { trace: true });
  if (outcome.ok) return { vm: outcome.value, trace: outcome.trace, failures: [] };
  const isMissing = outcome.causes[0].code === 'inference-object-not-found';
  return { vm, trace: NOTHING, failures: [{ family, causes: outcome.causes, unknown: isMissing ? unknown : [] }] };
}

/** Objects as a sentence names them: `DataVolume web/root or PersistentVolumeClaim web/root`. */
export function listRefs(refs: readonly ObjectRef[]): string {
  return refs.map(showObject).join(' or ');
}

/** The label from which a matcher was inferred; undefined where it was not.
 * @param trace what happened to the VM
 * @param family which of its matchers */
function inferenceOf(trace: Trace, family: Family): TraceEntry | undefined {
  return trace.find(({ action, path, rule }) => action === 'set' && path === `/spec/${family}` && rule === `infer-${family}`);
}

/** Says of a finding about an inferred matcher where the matcher comes from. What is suggested for a written one does not fit.
 * @param diagnostic a finding about the VM
 * @param trace what happened to the VM before it was found */
export function withInference(diagnostic: Diagnostic, trace: Trace): Diagnostic {
  for (const family of ['instancetype', 'preference'] as const) {
    const entry = inferenceOf(trace, family);
    if (entry === undefined || !diagnostic.pointer?.startsWith(`/spec/${family}/`)) continue;
    const { suggestions: _, ...others } = diagnostic;
    const { field = '', kind = '', name = '' } = entry.source;
    return { ...others, message: `${diagnostic.message}. It is named by ${field} of ${showObject({ kind, name })}`, pointer: `/spec/${family}/inferFromVolume` };
  }
  return diagnostic;
}
