import type { DomainLike, VmiSpecLike } from '@instancetype/api';
import type { Diagnostic } from '@instancetype/conflict';
import { openDraft, type Trace } from '@instancetype/draft';
import { frozen } from '@instancetype-tools/test-values';
import { applyDefaultsTo, type Cluster, type ClusterConfiguration } from '../src/index.ts';

/** What setting the defaults gave. */
export interface Defaulted {
  readonly spec: VmiSpecLike;
  readonly causes: readonly Diagnostic[];
  readonly trace: Trace;
}

/** Sets the defaults on a VMI's spec; neither it nor the cluster may be changed, so both are frozen. */
export function defaults(spec: VmiSpecLike, cluster: Cluster = {}): Defaulted {
  const draft = openDraft<VmiSpecLike>(frozen(spec), { trace: true });
  const causes = applyDefaultsTo(draft, frozen(cluster)) ?? [];
  return { spec: draft.value ?? {}, causes, trace: draft.trace };
}

/** The domain with its defaults. */
export function domainOf(domain: DomainLike, configuration?: ClusterConfiguration): DomainLike {
  return defaults({ domain }, configuration && { configuration }).spec.domain ?? {};
}
