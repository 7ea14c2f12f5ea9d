import {
  DEFAULT_INSTANCETYPE_LABEL,
  DEFAULT_PREFERENCE_LABEL,
  type Family,
  type Lookups,
  type Matcher,
  matcherOf,
  type VirtualMachineLike,
} from '@instancetype/api';
import type { Causes } from '@instancetype/conflict';
import type { Draft, Rule } from '@instancetype/draft';
import { inferFrom } from './chain.ts';
import type { Inferred, InferOptions } from './inference.ts';

const IGNORED: Rule = { name: 'ignore-failed-inference' };
const MEMORY: Rule = { name: 'drop-memory-for-inferred-instancetype' };
const LABEL: Readonly<Record<Family, Rule>> = {
  instancetype: { name: 'infer-instancetype', field: `metadata.labels[${DEFAULT_INSTANCETYPE_LABEL}]` },
  preference: { name: 'infer-preference', field: `metadata.labels[${DEFAULT_PREFERENCE_LABEL}]` },
};

/** Replaces a matcher that is to be inferred by what the volume's labels say: the machinery of this package and of
 * preference-infer (BEHAVIOUR 9.2).
 * @param draft the draft of a VM
 * @param family which matcher
 * @param options how far to follow references
 * @returns why the matcher cannot be inferred; undefined where it was, where its failure policy ignores that, and where there is
 *   nothing to infer */
export function* inferInFamily(draft: Draft<VirtualMachineLike>, family: Family, options: InferOptions = {}): Lookups<Causes | undefined> {
  const vm = draft.value ?? {};
  const matcher = matcherOf(vm, family);
  const volume = textIfAny(matcher?.inferFromVolume);
  if (volume === undefined) return undefined;
  const ignores = matcher?.inferFromVolumeFailurePolicy === 'Ignore';
  const found = yield* inferFrom(vm, { ...options, family, volume, namespace: textIfAny(vm.metadata?.namespace), passed: [] });
  if (found.ok) {
    write(draft, family, found, ignores);
    return undefined;
  }
  if (!ignores || !found.ignorable) return [found.cause];
  draft.by({ origin: 'derived' });
  draft.at('spec').remove(family, IGNORED);
  return undefined;
}

function write(draft: Draft<VirtualMachineLike>, family: Family, found: Inferred, ignores: boolean): void {
  const spec = draft.at('spec');
  draft.by({ origin: 'derived', kind: found.from.kind, name: found.from.name });
  spec.set(family, matcherFrom(found), LABEL[family]);
  // memory that came with a template must not conflict with an instance type that nobody chose
  if (ignores && family === 'instancetype') spec.at('template').at('spec').at('domain').remove('memory', MEMORY);
}

function textIfAny(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

// an empty label leaves its member out, as KubeVirt's JSON does
function matcherFrom({ name, kind }: Inferred): Matcher {
  return { ...(name !== '' && { name }), ...(kind !== '' && { kind }) };
}
