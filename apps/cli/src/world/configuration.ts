import type { Cluster, ClusterConfiguration } from '@instancetype/defaults';

/** The cluster's defaults that a KubeVirt object asks for (BEHAVIOUR 1.8).
 * @param kubevirt a KubeVirt object; members that are no objects count as unset */
export function clusterOf(kubevirt: object): Cluster {
  const { spec, status } = kubevirt as { readonly spec?: unknown; readonly status?: unknown };
  const { configuration } = objectOr(spec) as { readonly configuration?: unknown };
  const { defaultArchitecture } = objectOr(status) as { readonly defaultArchitecture?: unknown };
  return {
    configuration: objectOr(configuration) as ClusterConfiguration,
    ...(typeof defaultArchitecture === 'string' && { defaultArchitecture }),
  };
}

function objectOr(value: unknown): object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
