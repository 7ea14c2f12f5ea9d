import type { VmiSpecLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';

const RULE: Rule = { name: 'default-image-pull-policy' };

/** Gives container disks without a pull policy one that fits their image's tag (BEHAVIOUR 12.4 row 6, 20 Q46).
 * @param spec the draft of a VMI's spec */
export function setImagePullPolicies(spec: Draft<VmiSpecLike>): void {
  const volumes = spec.get('volumes') ?? [];
  for (const [index, volume] of volumes.entries()) {
    const disk = volume?.containerDisk;
    if (!disk || disk.imagePullPolicy) continue;
    const image = typeof disk.image === 'string' ? disk.image : '';
    const moves = image.endsWith(':latest') || !(image.includes(':') || image.includes('@'));
    spec.at('volumes').at(index).at('containerDisk').set('imagePullPolicy', moves ? 'Always' : 'IfNotPresent', RULE);
  }
}
