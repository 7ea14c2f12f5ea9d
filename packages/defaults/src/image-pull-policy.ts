import type { VmiSpecLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';

const RULE: Rule = { name: 'default-image-pull-policy' };

/** Gives container disks without a pull policy one that fits their image's tag (BEHAVIOUR 12.4 row 6, 20 Q46).
 * @param spec the draft of a VMI's spec */
export function setImagePullPolicies(spec: Draft<VmiSpecLike>): void {
  const volumes = spec.list('volumes');
  const own = volumes.value;
  for (let index = 0; index < (own?.length ?? 0); index++) {
    const disk = own?.[index]?.containerDisk;
    if (!disk || disk.imagePullPolicy) continue;
    volumes.at(index).at('containerDisk').set('imagePullPolicy', pullPolicyFor(disk.image), RULE);
  }
}

function pullPolicyFor(image: unknown): string {
  if (typeof image !== 'string') return 'Always';
  return image.endsWith(':latest') || !(image.includes(':') || image.includes('@')) ? 'Always' : 'IfNotPresent';
}
