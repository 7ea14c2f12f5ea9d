import type { ObjectLike, VirtualMachineLike } from '@instancetype/api';
import type { Causes, Outcome } from '@instancetype/conflict';
import { inferInstancetype } from '@instancetype/infer';
import { inferPreference } from '@instancetype/preference-infer';
import type { Case } from './outcome-of.ts';
import { CaseReader } from './reader.ts';

const IGNORABLE: ReadonlySet<string> = new Set(['inference-label-missing', 'inference-unsupported']);

/** Infers both matchers of the case's VM.
 * @param one a case of operation `infer` */
export function inferMatchers(one: Case): object {
  const reader = new CaseReader(one.objects as readonly ObjectLike[] | undefined);
  const inferred = then(inferInstancetype(one.vm as VirtualMachineLike, reader), (vm) => inferPreference(vm, reader));
  if (!inferred.ok) return { error: errorOf(inferred.causes) };
  const { spec } = inferred.value;
  return { instancetype: spec?.instancetype, preference: spec?.preference, memory: spec?.template?.spec?.domain?.memory };
}

function then<T>(outcome: Outcome<T>, next: (value: T) => Outcome<T>): Outcome<T> {
  return outcome.ok ? next(outcome.value) : outcome;
}

function errorOf([{ code }]: Causes): object {
  if (IGNORABLE.has(code)) return { ignorable: true };
  return code === 'inference-object-not-found' ? { notFound: true } : {};
}
