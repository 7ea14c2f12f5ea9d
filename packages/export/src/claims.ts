import { valueAt } from '@instancetype/conflict';

/** The names of the PersistentVolumeClaims that a VM's volumes use, in the order of the volumes, each once. A DataVolume has a claim of its
 * name.
 * @param vm the VM */
export function claimNames(vm: unknown): readonly string[] {
  const volumes = valueAt(vm, '/spec/template/spec/volumes');
  if (!Array.isArray(volumes)) return [];
  // a claim wins where a volume is both, as in KubeVirt
  const names = volumes.map((volume) => valueAt(volume, '/persistentVolumeClaim/claimName') || valueAt(volume, '/dataVolume/name'));
  return [...new Set(names.filter((name): name is string => typeof name === 'string' && name !== ''))];
}

/** The names of a VM's DataVolumeTemplates.
 * @param vm the VM */
export function templateNames(vm: unknown): ReadonlySet<unknown> {
  const templates = valueAt(vm, '/spec/dataVolumeTemplates');
  return new Set(Array.isArray(templates) ? templates.map((template) => valueAt(template, '/metadata/name')) : []);
}
