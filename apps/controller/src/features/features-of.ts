import type { Settings } from '../settings.ts';
import type { Feature } from '../vm/step.ts';
import { instancesFeature, releaseFeature } from './instances.ts';
import type { Instances } from './instances-cache.ts';
import { lateInference } from './late-inference.ts';
import { liveUpdate } from './live-update.ts';
import { references } from './references.ts';

/** The features of a pass, in their order: an instance goes whatever is wrong with its VM; what is inferred is then stored, and what is stored is
 * started.
 * @param settings which of them were chosen
 * @param instances of the VMs, where they are looked at */
export function featuresOf({ features, crossNamespaceInference }: Pick<Settings, 'crossNamespaceInference' | 'features'>, instances?: Instances): readonly Feature[] {
  // without either, another controller is the one that says what is wrong with a VM
  const tells = features.includes('references') || features.includes('instances');
  const all = [...(instances ? [releaseFeature(instances)] : []), lateInference({ crossNamespaceInference, tells }), references, ...(instances ? [instancesFeature(instances), liveUpdate(instances)] : [])];
  return all.filter(({ name }) => (features as readonly string[]).includes(name));
}
