import { type Family, INSTANCETYPE_RESOURCES, PREFERENCE_RESOURCES, resourceFor } from '@instancetype/api';
import { failure, type Failure, nearestWord, type Outcome, showText, type Suggestion } from '@instancetype/conflict';
import type { Lookup } from './lookup.ts';

/** A kind whose names could tell what was meant. */
export interface Candidates {
  readonly kind: string;
  readonly namespace: string | undefined;
}

/** Of which kinds names help to mend an outcome: none, unless a live object was not found. The kind that was asked for comes
 * first, then the other one of its family.
 * @param outcome what came out
 * @param family which matcher
 * @param last what was looked up last
 * @param namespace the VM's */
export function candidatesFor(outcome: Outcome<unknown>, family: Family, last: Lookup, namespace: string | undefined): readonly Candidates[] {
  if (outcome.ok || last.source !== 'live' || outcome.causes[0].code !== `${family}-not-found`) return [];
  const resources = family === 'instancetype' ? INSTANCETYPE_RESOURCES : PREFERENCE_RESOURCES;
  const candidates = resources.map((resource) => ({ kind: resource.kind, namespace: resource.namespaced ? namespace : undefined }));
  return candidates.sort((a, b) => Number(b.kind === last.ref.kind) - Number(a.kind === last.ref.kind));
}

/** The same failure with what may have been meant: the same name of the other kind, or the nearest name of either.
 * @param outcome the failure
 * @param family which matcher
 * @param last what was looked up last
 * @param names for each of the candidates, what exists */
export function withSuggestions(outcome: Failure, family: Family, last: Lookup, names: readonly (readonly [Candidates, Iterable<string>])[]): Failure {
  const suggestions: Suggestion[] = [];
  for (const [{ kind }, known] of names) {
    const meant = nearest(last.ref.name, known);
    // the name that was asked for may have appeared since
    const isNew = meant !== last.ref.name || kind !== last.ref.kind;
    if (meant !== undefined && isNew) suggestions.push(suggestion(family, last, kind, meant));
  }
  if (suggestions.length === 0) return outcome;
  const [cause, ...others] = outcome.causes;
  return failure({ ...cause, suggestions }, ...others);
}

function nearest(name: string, known: Iterable<string>): string | undefined {
  const list = [...known];
  return list.includes(name) ? name : nearestWord(name, list);
}

function suggestion(family: Family, last: Lookup, kind: string, name: string): Suggestion {
  const path = `/spec/${family}`;
  const isNamespaced = resourceFor(kind, family)?.namespaced === true;
  const rename = name === last.ref.name ? [] : [{ op: 'replace', path: `${path}/name`, value: name } as const];
  // an absent kind and a written one are both set by "add"
  const rekind = kind === last.ref.kind ? [] : [{ op: 'add', path: `${path}/kind`, value: kind } as const];
  const where = isNamespaced ? "of the VM's namespace" : 'of the cluster';
  return { title: `Use ${kind} "${showText(name)}" ${where}`, patch: [...rename, ...rekind] };
}
