import { CLUSTER_INSTANCETYPE_ANNOTATION, CLUSTER_PREFERENCE_ANNOTATION, INSTANCETYPE_ANNOTATION, PREFERENCE_ANNOTATION } from '@instancetype/api';
import { type Api, type ApiObject, type Cache, openCache, RESOURCES } from '@instancetype/kube';

const ANNOTATIONS: readonly string[] = [INSTANCETYPE_ANNOTATION, CLUSTER_INSTANCETYPE_ANNOTATION, PREFERENCE_ANNOTATION, CLUSTER_PREFERENCE_ANNOTATION];

/** The instances of VMs, with what was applied to them, for a controller that looks at instances for nothing else.
 * @param api requests to the cluster
 * @param options how lists are read */
export function openMeasuredInstances(api: Api, { watchList }: { readonly watchList: boolean }): Cache {
  return openCache(api, RESOURCES.VirtualMachineInstance, { watchList, project: measured });
}

function measured({ metadata }: ApiObject): ApiObject {
  const { name, namespace, uid, resourceVersion, annotations } = metadata ?? {};
  const kept = Object.entries(annotations ?? {}).filter(([key]) => ANNOTATIONS.includes(key));
  return { metadata: { name, namespace, uid, resourceVersion, annotations: Object.fromEntries(kept) } };
}
