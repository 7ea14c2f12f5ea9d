import { type Maybe, PCI_TOPOLOGY_ANNOTATION, type TemplateLike, type VmiSpecLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';

const RULE: Rule = { name: 'pci-topology' };
const HOTPLUG_ARCHITECTURES: readonly string[] = ['amd64', 'arm64', ''];

/** Marks the template of a new VM whose machine can take PCIe devices while it runs with the layout that its devices get
 * (BEHAVIOUR 13.1 step 11).
 * @param template the draft of a VM's template, after architecture and machine type are set */
export function setPciTopology(template: Draft<TemplateLike>): void {
  if (!canHotplug(template.value?.spec)) return;
  const annotations = template.at('metadata').at('annotations');
  if (annotations.get(PCI_TOPOLOGY_ANNOTATION) === undefined) annotations.set(PCI_TOPOLOGY_ANNOTATION, 'v3', RULE);
}

function canHotplug(spec: Maybe<VmiSpecLike>): boolean {
  if (!HOTPLUG_ARCHITECTURES.includes(spec?.architecture ?? '')) return false;
  const type: unknown = spec?.domain?.machine?.type ?? undefined;
  return type === undefined || (typeof type === 'string' && (type.includes('q35') || type.startsWith('virt')));
}
